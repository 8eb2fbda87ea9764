import type { DomainEvent, FeedEvent, FeedItem, WatchFeedInput } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { createBell } from "../create-bell.ts";
import { createAnswerWatch } from "./create-answer-watch.ts";
import { whileSignedIn } from "../user/while-signed-in.ts";
import { readChanges } from "./read-changes.ts";

/** Who sent a hint may have died before it did. */
const LOOK_EVERY_MS = 5_000;
const MOST_CHANGES = 200;

export type WatchedItem = { sequence: bigint; item: FeedItem };

/**
 * The person, for everything of theirs: each change from `lastEventId` on, once and in the order of its commit, and
 * the parts of every answer that is being written, in whatever process. A watcher whose number is older than what is
 * kept, or was never given, gets one `resync`. Ends with UNAUTHENTICATED when the session or key that watches ends.
 */
export function watchFeed(ctx: Context, input: WatchFeedInput, signal: AbortSignal): AsyncGenerator<WatchedItem> {
  return whileSignedIn(ctx, signal, (isOpen) => watch(ctx, requireUser(ctx.actor), input, isOpen));
}

async function* watch(
  ctx: Context,
  userId: string,
  input: WatchFeedInput,
  signal: AbortSignal,
): AsyncGenerator<WatchedItem> {
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const bell = createBell();
  const answers = createAnswerWatch(ctx, userId, bell, ended);
  const leave = ctx.feed.subscribe("changes", userId, bell.ring);
  try {
    const begun = await begin(ctx, userId, input);
    let { sequence } = begun;
    yield begun;
    while (!ended.aborted) {
      const { events, running } = await readChanges(ctx, userId, { after: sequence, limit: MOST_CHANGES });
      answers.follow(running);
      const last = events.at(-1);
      if (last) {
        // What came between was dropped while this one watched, or before it began to read.
        const isWhole = events[0]?.sequence === sequence + 1n;
        sequence = last.sequence;
        yield { sequence, item: isWhole ? { type: "changes", events: events.map(asFeedEvent) } : { type: "resync" } };
      }
      for (let item = answers.next(); item; item = answers.next()) yield { sequence, item };
      if (events.length < MOST_CHANGES) await bell.waitAtMost(ctx.clock, LOOK_EVERY_MS, ended);
    }
  } finally {
    leave();
    over.abort();
  }
}

async function begin(ctx: Context, userId: string, { lastEventId }: WatchFeedInput): Promise<WatchedItem> {
  const { first, last } = await ctx.store.asUser(userId, (tx) => tx.events.bounds());
  if (lastEventId === undefined) return { sequence: last, item: { type: "here" } };
  const known = BigInt(lastEventId);
  const isWhole = known <= last && known >= first - 1n;
  return isWhole ? { sequence: known, item: { type: "here" } } : { sequence: last, item: { type: "resync" } };
}

function asFeedEvent({ userId: _userId, sequence: _sequence, ...event }: DomainEvent): FeedEvent {
  return event;
}
