import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerWith, createTestContext, type TestContext } from "../testing/index.ts";
import { jobContext } from "../context.ts";
import { beat, LEASE_SECONDS } from "./beat.ts";
import { followGeneration } from "./follow-generation.ts";
import { recoverGenerations } from "./recover-generations.ts";
import { sendMessage } from "./send-message.ts";

const send = { clientId: "11111111-1111-7111-8111-111111111111", text: "Hello" };

/** Follows like a browser: what is shown after every part, from what is already there. */
async function follow(ctx: TestContext, generationId: string, seen: string, parts = Number.POSITIVE_INFINITY) {
  const stop = new AbortController();
  let shown = seen;
  let offset = seen.length;
  let done = false;
  for await (const followed of followGeneration(ctx, { generationId, lastEventId: String(seen.length) }, stop.signal)) {
    const { part } = followed;
    offset = followed.offset;
    if (part.type === "delta") shown += part.text;
    if (part.type === "reset") shown = part.text;
    if (part.type === "done") done = true;
    expect(offset).toBe(shown.length);
    if (--parts <= 0) break;
  }
  return { shown, done };
}

describe("followGeneration", () => {
  it("shows every reader the same bytes, cut and resumed anywhere, while it is written and after", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ minLength: 1, maxLength: 9, unit: "grapheme" }), { minLength: 1, maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }),
        async (texts, cuts) => {
          const ctx = await createTestContext().newPerson();
          ctx.models.script = async function* () {
            for await (const part of answerWith(...texts)) {
              await ctx.clock.sleep(10);
              yield part;
            }
          };
          const { generationId } = await sendMessage(ctx, send);
          let seen = { shown: "", done: false };
          for (const parts of cuts) if (!seen.done) seen = await follow(ctx, generationId, seen.shown, parts);
          if (!seen.done) seen = await follow(ctx, generationId, seen.shown);
          await ctx.untilIdle();
          const late = await follow(ctx.otherProcess().as(ctx.actor), generationId, "");
          expect(seen).toEqual({ shown: texts.join(""), done: true });
          expect(late).toEqual(seen);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("takes a reader who saw more than was stored back to the stored end", async () => {
    const ctx = await createTestContext().newPerson();
    const { generationId } = await sendMessage(ctx, send);
    await ctx.untilIdle();
    expect(await follow(ctx, generationId, "An answer. And words that a dead process never stored.")).toEqual({
      shown: "An answer.",
      done: true,
    });
  });

  it("lets a reader who comes from its process, ahead of what is stored, wait for it instead of beginning anew", async () => {
    const ctx = await createTestContext().newPerson();
    const rest = Promise.withResolvers<void>();
    ctx.models.script = async function* () {
      for await (const part of answerWith("One ", "two.")) {
        if (part.type === "text" && part.text === "two.") await rest.promise;
        yield part;
      }
    };
    const { generationId } = await sendMessage(ctx, send);
    const there = ctx.otherProcess().as(ctx.actor);
    const asked = { generationId, lastEventId: String("One two.".length) };
    const seen: string[] = [];
    void ctx.clock.sleep(300).then(rest.resolve);
    for await (const { part } of followGeneration(there, asked, new AbortController().signal)) seen.push(part.type);
    expect(seen).toEqual(["done"]);
  });

  it("never shows an answer emptied while it ends in another process", async () => {
    const ctx = await createTestContext().newPerson();
    const half = Promise.withResolvers<void>();
    ctx.models.script = async function* () {
      for await (const part of answerWith("One ", "two.")) {
        if (part.type === "text" && part.text === "two.") await half.promise;
        yield part;
      }
    };
    const { generationId } = await sendMessage(ctx, send);
    const there = ctx.otherProcess().as(ctx.actor);
    const types: string[] = [];
    for await (const { part } of followGeneration(there, { generationId }, new AbortController().signal)) {
      types.push(part.type);
      half.resolve();
    }
    expect(types).not.toContain("reset");
    expect(types.at(-1)).toBe("done");
  });

  it("takes those who follow in a process that was thought dead to what its heir stored", async () => {
    const ctx = await createTestContext().newPerson();
    let isClosed = false;
    ctx.models.script = async function* ({ signal }) {
      yield { type: "started", providerId: "gen-1", model: "vendor/small" };
      yield { type: "text", text: "Stored" };
      while ((await ctx.store.asUser(ctx.userId, (tx) => tx.generations.readText(generationId))) === "")
        await ctx.clock.sleep(1);
      yield { type: "text", text: ", and never stored" };
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      isClosed = true;
    };
    await beat(jobContext(ctx, "test"));
    const { generationId } = await sendMessage(ctx, send);
    while (ctx.answers.find(generationId)?.storedLength !== 6) await ctx.clock.sleep(1);
    const following = follow(ctx, generationId, "");
    while (!ctx.answers.find(generationId)?.text.includes("never")) await ctx.clock.sleep(0);
    ctx.store.shiftLeaseTime(LEASE_SECONDS + 1);
    const stored = await ctx.store.asUser(ctx.userId, (tx) => tx.generations.readText(generationId));
    await recoverGenerations(jobContext(ctx.otherProcess(), "test"));
    await beat(jobContext(ctx, "test"));
    expect(await following).toEqual({ shown: stored, done: true });
    expect(isClosed).toBe(true);
    expect(ctx.lines.filter(({ level }) => level === "error")).toEqual([]);
  });

  it("gives a long answer in pieces that a slow reader can take, from memory and from the store", async () => {
    const ctx = await createTestContext().newPerson();
    const text = "żółw 🐢 ".repeat(30_000);
    ctx.models.script = () => answerWith(text);
    const { generationId } = await sendMessage(ctx, send);
    const collect = async (from: TestContext, seen: number) => {
      let shown = "";
      for await (const { part } of followGeneration(
        from,
        { generationId, lastEventId: String(seen) },
        new AbortController().signal,
      )) {
        if (part.type === "done") break;
        expect(part.text.length).toBeLessThanOrEqual(32_768);
        shown = part.type === "reset" ? part.text : shown + part.text;
      }
      return shown;
    };
    expect(await collect(ctx, 0)).toBe(text);
    await ctx.untilIdle();
    expect(await collect(ctx.otherProcess().as(ctx.actor), 7)).toBe(text.slice(7));
    expect(await collect(ctx, text.length + 1)).toBe(text);
  });

  it("does not tell a stranger that it exists", async () => {
    const base = createTestContext();
    const [owner, other] = [await base.newPerson(), await base.newPerson()];
    const { generationId } = await sendMessage(owner, send);
    const foreign = follow(other, generationId, "").catch((error: unknown) => error);
    const unknown = follow(other, "22222222-2222-7222-8222-222222222222", "").catch((error: unknown) => error);
    expect(await foreign).toMatchObject({ code: "NOT_FOUND" });
    expect(String(await foreign)).toBe(String(await unknown));
  });
});
