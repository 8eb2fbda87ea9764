import { type Context, readUpdate, receiveTelegramUpdates } from "@procode/core";

/** Stores what came in; once it resolves, it may be confirmed. */
export async function receiveUpdates(job: Context, botId: number, raw: { update_id: number }[]): Promise<void> {
  const updates = raw.flatMap((update) => readUpdate(update) ?? []);
  await receiveTelegramUpdates(job, { botId, updates });
}
