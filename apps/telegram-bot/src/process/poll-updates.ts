import {
  type Context,
  keepsTelegramPolling,
  ProcodeError,
  receiveTelegramUpdates,
  readUpdate,
  type TelegramDoor,
  type TelegramPoller,
} from "@procode/core";
import { createBackoff } from "./create-backoff.ts";

const WAIT_SECONDS = 25;

type Polling = {
  job: Context;
  door: TelegramDoor;
  poller: TelegramPoller;
  /** Updates were stored. */
  onStored(): void;
  signal: AbortSignal;
};

/**
 * Asks for updates until the signal aborts, or another process is the bot's poller. The next question confirms what the
 * last one brought, so it is only asked when that is stored. While Telegram is away it waits and tries again.
 */
export async function pollUpdates({ job, door, poller, onStored, signal }: Polling): Promise<"aborted" | "lost"> {
  const { log } = job;
  const { botId } = poller;
  const backoff = createBackoff(job);
  let offset = 0;
  let trouble: string | null = null;
  while (!signal.aborted) {
    try {
      if (!(await keepsTelegramPolling(job, poller))) return "lost";
      const raw = await door.poll({ offset, waitSeconds: WAIT_SECONDS, signal });
      if (raw.length > 0) {
        const updates = raw.flatMap((update) => readUpdate(update) ?? []);
        if ((await receiveTelegramUpdates(job, { botId, updates, poller })) === null) return "lost";
        onStored();
      }
      offset = Math.max(offset, ...raw.map((update) => update.update_id + 1));
      backoff.reset();
      if (trouble) log.info("updates come again");
      trouble = null;
    } catch (error) {
      const conflict = error instanceof ProcodeError && error.code === "CONFLICT";
      const told = conflict ? "somebody else asks Telegram for this bot's updates" : "no updates come";
      if (told !== trouble) log.warn(told, { error });
      trouble = told;
      await backoff.wait(signal);
    }
  }
  return "aborted";
}
