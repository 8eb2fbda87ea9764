import { ProcodeError, type Services, type TelegramDoor } from "@procode/core";
import { createBackoff } from "./create-backoff.ts";

const WAIT_SECONDS = 25;

type Polling = {
  services: Services;
  door: TelegramDoor;
  /** Stores updates; when it resolves they stand in the database. */
  receive(updates: { update_id: number }[]): Promise<void>;
  signal: AbortSignal;
};

/**
 * Asks for updates until the signal aborts. The next question confirms what the last one brought, so it is only asked
 * when that is stored. While Telegram is away, or another process asks, it waits and tries again.
 */
export async function pollUpdates({ services, door, receive, signal }: Polling): Promise<void> {
  const { log } = services;
  const backoff = createBackoff(services);
  let offset = 0;
  let trouble: string | null = null;
  while (!signal.aborted) {
    try {
      const updates = await door.poll({ offset, waitSeconds: WAIT_SECONDS, signal });
      if (updates.length > 0) await receive(updates);
      offset = Math.max(offset, ...updates.map((update) => update.update_id + 1));
      backoff.reset();
      if (trouble) log.info("updates come again");
      trouble = null;
    } catch (error) {
      const conflict = error instanceof ProcodeError && error.code === "CONFLICT";
      const told = conflict ? "another process asks Telegram for updates; this one stands by" : "no updates come";
      if (told !== trouble) log.warn(told, { error });
      trouble = told;
      await backoff.wait(signal);
    }
  }
}
