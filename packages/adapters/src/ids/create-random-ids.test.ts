import { Id } from "@procode/contracts";
import { expect, test } from "vitest";
import { createRandomIds } from "./create-random-ids.ts";

const ids = createRandomIds();

test("ids are valid UUIDv7 and sort in the order they were made, also within one millisecond", () => {
  const made = Array.from({ length: 20_000 }, () => ids.next());
  expect([...made].sort()).toEqual(made);
  expect(new Set(made).size).toBe(made.length);
  expect(Id.parse(made[0]).charAt(14)).toBe("7");
});

test("a secret carries as many bytes as asked for and never repeats", () => {
  const one = ids.secret(32);
  expect(Buffer.from(one, "base64url")).toHaveLength(32);
  expect(one).toMatch(/^[\w-]+$/);
  expect(ids.secret(32)).not.toBe(one);
});
