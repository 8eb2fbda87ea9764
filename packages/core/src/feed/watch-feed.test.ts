import type { FeedItem } from "@procode/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renameConversation, sendMessage, signOutEverywhere } from "../index.ts";
import { answerWith, createTestContext, type TestContext } from "../testing/index.ts";
import { type WatchedItem, watchFeed } from "./watch-feed.ts";

type Person = TestContext & { userId: string };
const send = (ctx: TestContext, text = "Hello") => sendMessage(ctx, { clientId: ctx.ids.next(), text });

/** Collects what is watched until `isEnough` is told so. */
async function watch(ctx: TestContext, isEnough: (items: FeedItem[]) => boolean, lastEventId?: bigint) {
  const over = new AbortController();
  const seen: WatchedItem[] = [];
  const input = lastEventId === undefined ? {} : { lastEventId: String(lastEventId) };
  for await (const watched of watchFeed(ctx, input, over.signal)) {
    seen.push(watched);
    if (isEnough(seen.map(({ item }) => item))) over.abort();
  }
  return seen;
}
const eventsOf = (seen: WatchedItem[]) => seen.flatMap(({ item }) => (item.type === "changes" ? item.events : []));
const head = async (ctx: Person) => (await ctx.store.asUser(ctx.userId, (tx) => tx.events.bounds())).last;

describe("watchFeed", () => {
  it("begins at what stands now, and then tells each change once, in order", async () => {
    const ctx = await createTestContext().newPerson();
    await send(ctx, "before");
    await ctx.untilIdle();
    const from = await head(ctx);
    const watching = watch(ctx, (items) => items.some((item) => isChange(item, "AIResponseGenerated")));
    await ctx.clock.sleep(1);
    await send(ctx, "after");
    const seen = await watching;
    expect(seen[0]).toEqual({ sequence: from, item: { type: "here" } });
    expect(eventsOf(seen).map(({ type }) => type)).toEqual([
      "ConversationCreated",
      "MessageSent",
      "AIResponseGenerated",
    ]);
  });

  it("gives one who was away exactly what was missed, wherever the line was cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 12 }), async (cuts) => {
        const ctx = await createTestContext().newPerson();
        let known = await head(ctx);
        const all: string[] = [];
        const told: string[] = [];
        for (const renames of cuts) {
          const { conversationId } = await send(ctx);
          await ctx.untilIdle();
          for (let index = 0; index < renames; index++)
            await renameConversation(ctx, { conversationId, title: `title ${index}` });
          const events = await ctx.store.asUser(ctx.userId, (tx) => tx.events.listAfter(known, 1_000));
          all.push(...events.map(({ id }) => id));
          const seen = await watch(ctx, (items) => items.some(({ type }) => type === "changes"), known);
          told.push(...eventsOf(seen).map(({ id }) => id));
          known = seen.at(-1)?.sequence ?? known;
        }
        expect(told).toEqual(all);
      }),
      { numRuns: 30 },
    );
  });

  it("tells one that knows what was never written, or is not kept any more, to fetch anew", async () => {
    const ctx = await createTestContext().newPerson();
    await send(ctx);
    await ctx.untilIdle();
    const last = await head(ctx);
    const [ahead] = await watch(ctx, () => true, last + 5n);
    expect(ahead).toEqual({ sequence: last, item: { type: "resync" } });
    const { events } = ctx.store.tables();
    for (const [place, event] of events) if (event.sequence < last) events.delete(place);
    const [old] = await watch(ctx, () => true, 0n);
    expect(old).toEqual({ sequence: last, item: { type: "resync" } });
    const [whole] = await watch(ctx, () => true, last - 1n);
    expect(whole).toEqual({ sequence: last - 1n, item: { type: "here" } });
  });

  it("tells one that was overtaken by the pruner once to fetch anew, and then goes on without a gap", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (prunes) => {
        const ctx = await createTestContext().newPerson();
        const { conversationId } = await send(ctx);
        await ctx.untilIdle();
        const overtakes = prunes.filter(Boolean).length;
        const over = new AbortController();
        const seen: WatchedItem[] = [];
        // A reader that stands still after each item, while others append and prune.
        for await (const watched of watchFeed(ctx, {}, over.signal)) {
          seen.push(watched);
          if (prunes.length === 0) break;
          const isPruned = prunes.shift();
          for (const title of ["one", "two", "three"]) await renameConversation(ctx, { conversationId, title });
          if (isPruned) await pruneAll(ctx);
        }
        over.abort();
        const [first, ...rest] = seen;
        let known = first?.sequence ?? 0n;
        for (const { sequence, item } of rest) {
          if (item.type === "changes") expect(sequence).toBe(known + BigInt(item.events.length));
          else expect(item.type).toBe("resync");
          expect(sequence).toBe(known + 3n);
          known = sequence;
        }
        expect(rest.filter(({ item }) => item.type === "resync").length).toBe(overtakes);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ["the process that writes it", (ctx: Person) => ctx],
    ["another process", (ctx: Person) => ctx.otherProcess().as(ctx.actor)],
  ])("carries an answer as it grows, to the last letter, seen from %s", async (_, seat) => {
    const ctx = await createTestContext().newPerson();
    const { promise: isSeen, resolve: seen } = Promise.withResolvers<void>();
    ctx.models.script = async function* () {
      for await (const part of answerWith("One ", "two ", "three ", "four.")) {
        if (part.type === "text" && part.text === "three ") await isSeen;
        yield part;
      }
    };
    const watching = watch(seat(ctx), (items) => {
      if (items.some(({ type }) => type === "answer")) seen();
      return items.some((item) => item.type === "answer" && item.part.type === "done");
    });
    await ctx.clock.sleep(1);
    const { generationId, conversationId, answerId } = await send(ctx);
    let text = "";
    for (const { item } of await watching) {
      if (item.type !== "answer") continue;
      expect(item).toMatchObject({ generationId, conversationId, messageId: answerId });
      if (item.part.type === "reset") text = item.part.text;
      if (item.part.type === "delta") text += item.part.text;
      expect(item.offset).toBe(text.length);
    }
    expect(text).toBe("One two three four.");
  });

  it("shows nobody anything of another person", async () => {
    const ctx = createTestContext();
    const [mine, theirs] = [await ctx.newPerson(), await ctx.newPerson()];
    const watching = watch(mine, (items) => items.some(({ type }) => type === "changes"));
    await send(theirs);
    await theirs.untilIdle();
    const { conversationId } = await send(mine);
    const [first] = eventsOf(await watching);
    expect(first).toMatchObject({ type: "ConversationCreated", payload: { conversationId } });
  });

  it("ends when the session that watches is revoked", async () => {
    const ctx = await createTestContext().newPerson();
    const watching = watch(ctx, () => false);
    await ctx.clock.sleep(1);
    await signOutEverywhere(ctx);
    await expect(watching).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("leaves nothing behind when it ends", async () => {
    const ctx = await createTestContext().newPerson();
    await watch(ctx, () => true);
    const { subscribe } = ctx.feed;
    expect(subscribe).toBeTypeOf("function");
    let woken = 0;
    const leave = subscribe("changes", ctx.userId, () => woken++);
    ctx.feed.publish("changes", ctx.userId);
    leave();
    ctx.feed.publish("changes", ctx.userId);
    expect(woken).toBe(1);
  });
});

/** Drops all but the newest, which are wanted by nobody. */
const pruneAll = (ctx: Person) =>
  ctx.store.asSystem((tx) =>
    tx.relay.prune({ wants: [], after: "", limit: 10, most: 1_000, keptSeconds: 1_000_000, keptEvents: 1 }),
  );

const isChange = (item: FeedItem, type: string): boolean =>
  item.type === "changes" && item.events.some((event) => event.type === type);
