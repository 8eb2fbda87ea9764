import { ProcodeError } from "@procode/core";
import { createTestContext } from "@procode/core/testing";
import { expect, test } from "vitest";
import { awaitDatabase } from "./await-database.ts";

const away = () => new ProcodeError("UNAVAILABLE", "Away.", { reason: "database-away", retryAfterSeconds: 5 });
const unfit = () => new ProcodeError("UNAVAILABLE", "Too old.", { reason: "database-away" });

test("a start waits for a database that is away, says so now and then and not each time, and goes on", async () => {
  const ctx = createTestContext();
  let tries = 0;
  const wasAway = await awaitDatabase(ctx, async () => {
    if (++tries <= 60) throw away();
  });
  expect(wasAway).toBe(true);
  expect(await awaitDatabase(ctx, () => Promise.resolve())).toBe(false);
  expect(tries).toBe(61);
  expect(ctx.lines.map(({ level }) => level)).toEqual(["warn", "warn", "info"]);
  expect(ctx.lines[0]?.message).toContain("as soon as it answers");
});

test("what no waiting mends stops the start at once", async () => {
  const ctx = createTestContext();
  await expect(awaitDatabase(ctx, () => Promise.reject(unfit()))).rejects.toThrow("Too old.");
  await expect(awaitDatabase(ctx, () => Promise.reject(new Error("a slip")))).rejects.toThrow("a slip");
  expect(ctx.lines).toEqual([]);
});
