import {
  claimTelegramPolling,
  type Context,
  releaseTelegramPolling,
  type TelegramDoor,
  type TelegramPoller,
} from "@procode/core";
import { pollUpdates } from "./poll-updates.ts";

/** So often one that stands by looks whether it is its turn. */
const LOOK_EVERY_MS = 500;

type Polling = {
  job: Context;
  botId: number;
  door: TelegramDoor;
  /** Updates were stored. */
  onStored(): void;
  signal: AbortSignal;
};

/**
 * Asks for updates while this process is the bot's poller, and stands by ready while another one is. When the signal
 * aborts, another process may ask at once.
 */
export async function keepPolling({ job, botId, door, onStored, signal }: Polling): Promise<void> {
  const { clock, log } = job;
  let told = "";
  const tell = (what: string, fields: Record<string, unknown>) => {
    if (what !== told) log.info(what, fields);
    told = what;
  };
  while (!signal.aborted) {
    const poller = await claim();
    if (!poller) {
      await clock.sleep(LOOK_EVERY_MS, signal);
      continue;
    }
    tell("this process asks Telegram for updates", { botId, fence: poller.fence });
    const end = await pollUpdates({ job, door, poller, onStored, signal });
    if (end === "aborted") await giveUp(poller);
  }

  async function claim(): Promise<TelegramPoller | null> {
    try {
      const poller = await claimTelegramPolling(job, { botId });
      if (!poller) tell("another process asks Telegram for updates; this one stands by", { botId });
      return poller;
    } catch (error) {
      log.warn("who asks Telegram for updates could not be read", { error });
      return null;
    }
  }

  async function giveUp(poller: TelegramPoller): Promise<void> {
    try {
      await releaseTelegramPolling(job, poller);
    } catch (error) {
      log.warn("the asking for updates was not given up; it ends with this process's lease", { error });
    }
  }
}
