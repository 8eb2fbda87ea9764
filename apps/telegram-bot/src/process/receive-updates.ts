import { type Context, readUpdate, receiveTelegramUpdates } from "@procode/core";
import { stopAnswer } from "./stop-answer.ts";

/** Stores what came in; once it resolves, it may be confirmed. A /stop takes effect at once and is answered in its turn. */
export async function receiveUpdates(job: Context, botId: number, raw: { update_id: number }[]): Promise<void> {
  const updates = raw.flatMap((update) => readUpdate(update) ?? []);
  const fresh = await receiveTelegramUpdates(job, { botId, updates });
  // One that comes once more may be about an answer of long ago.
  if (fresh < updates.length) return;
  for (const { chatId, payload } of updates) {
    if (chatId === null || !isStop(payload)) continue;
    await stopAnswer(job, { botId, chatId }).catch((error: unknown) =>
      job.log.warn("an answer was not stopped at once", { error }),
    );
  }
}

function isStop(payload: unknown): boolean {
  const text = (payload as { message?: { text?: unknown } } | null)?.message?.text;
  return typeof text === "string" && /^\/stop(@\w+)?(\s|$)/.test(text);
}
