import type { DomainEvent, FeedEvent, FeedItem, WatchFeedInput } from "@procode/contracts";
import { type Actor, requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { ProcodeError } from "../procode-error.ts";
import { createBell } from "../create-bell.ts";
import { createAnswerWatch } from "./create-answer-watch.ts";
import { readChanges } from "./read-changes.ts";

/** Who sent a hint may have died before it did. */
const LOOK_EVERY_MS = 5_000;
const MOST_CHANGES = 200;

export type WatchedItem = { sequence: bigint; item: FeedItem };

/**
 * The person, for everything of theirs: each change from `lastEventId` on, once and in the order of its commit, and
 * the parts of every answer that is being written, in whatever process. A watcher whose number is older than what is
 * kept, or was never given, gets one `resync`. Ends with UNAUTHENTICATED when its own session is revoked.
 */
export async function* watchFeed(
  ctx: Context,
  input: WatchFeedInput,
  signal: AbortSignal,
): AsyncGenerator<WatchedItem> {
  const userId = requireUser(ctx.actor);
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  const bell = createBell();
  const answers = createAnswerWatch(ctx, bell, ended);
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
        sequence = last.sequence;
        yield { sequence, item: { type: "changes", events: events.map(asFeedEvent) } };
        for (const event of events) refuseRevoked(ctx.actor, event);
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

function refuseRevoked(actor: Actor, event: DomainEvent): void {
  const isMine =
    (event.type === "SessionsRevoked" && actor.kind === "user" && event.payload.sessionIds.includes(actor.sessionId)) ||
    (event.type === "ApiKeyRevoked" && actor.kind === "apiKey" && event.payload.keyId === actor.keyId);
  if (!isMine) return;
  throw new ProcodeError("UNAUTHENTICATED", "You were signed out. What you wrote is kept here; sign in and go on.", {
    reason: "not-signed-in",
  });
}
