import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { IncomingTelegramUpdate, TelegramPoller } from "../telegram-desk.ts";
import { stopAtOnce } from "./stop-at-once.ts";

/**
 * PROCODE itself: stores what Telegram sent, before it is confirmed there; returns how many of them were new. One that
 * comes again, also to two processes at once, changes nothing. Those with `ignore` are counted without their content. A
 * /stop takes effect at once and is answered in its turn. Null, and nothing is stored, when `poller` asked for them and
 * is not the bot's poller any more: whoever is gets them too.
 */
export async function receiveTelegramUpdates(
  ctx: Context,
  { botId, updates, poller }: { botId: number; updates: readonly IncomingTelegramUpdate[]; poller?: TelegramPoller },
): Promise<number | null> {
  requireJob(ctx.actor);
  // Updates that come together are of different people: each is a trace of its own.
  const stages = updates.map(({ updateId, kind }) => ctx.tracer.begin("polling", { updateId, kind }));
  const storable = updates.map((update, index) => ({
    ...update,
    payload: update.ignore === null ? storableJson(update.payload) : null,
    trace: stages[index]?.traceparent ?? null,
  }));
  const fresh = await ctx.store.asSystem(async (tx) => {
    if (poller && !(await tx.telegram.lockPolling(poller))) return null;
    return tx.telegram.receive(botId, storable);
  });
  for (const stage of stages) stage.end();
  // One that comes once more may mean an answer of long ago.
  if (fresh === updates.length) await stopAtOnce(ctx, botId, updates);
  return fresh;
}

/** The same value without what PostgreSQL's JSON refuses: a zero character, half a surrogate pair. One such text must not hold up all others. */
function storableJson(payload: unknown): unknown {
  const json = JSON.stringify(payload ?? null);
  // JSON.stringify escapes both, and leaves whole pairs as they are; the other escapes pass.
  return JSON.parse(json.replace(/\\(u[0-9a-f]{4}|.)/g, (mark) => (REFUSED.test(mark) ? "\ufffd" : mark)));
}

const REFUSED = /^\\u(0000|d[89a-f])/;
