import { ProcodeConnectionError } from "../errors/procode-connection-error.ts";
import type { Settings } from "../procode-options.ts";
import { openEvents } from "./open-events.ts";
import { createPatience } from "./patience.ts";

export type Following = {
  path: string;
  input: Record<string, unknown>;
  signal?: AbortSignal | undefined;
  /** Whether the event is the last by its meaning; without it the server's own end counts, also one by a shutdown. */
  isLast?: (data: unknown) => boolean;
};

/**
 * The events of a subscription over any number of connections: each cut is followed by a new connection from the last
 * event on. Throws like `callProcedure`, once nothing came for as long as the client's `resume` says.
 */
export async function* followProcedure(
  settings: Settings,
  { path, input, signal, isLast }: Following,
): AsyncGenerator<{ id: string; data: unknown }> {
  const patience = createPatience(settings.resumeMs);
  let from = input;
  while (true) {
    try {
      for await (const { event, id, data } of openEvents(settings, { path, input: from, signal })) {
        if (event === "return" && !isLast) return;
        if (event === "ping") patience.renew();
        if (event !== undefined && event !== "message") continue;
        signal?.throwIfAborted();
        patience.renew();
        if (id) from = { ...input, lastEventId: id };
        const value: unknown = JSON.parse(data);
        yield { id: id ?? "", data: value };
        if (isLast?.(value)) return;
      }
      throw new ProcodeConnectionError(`The stream of ${path} ended before its last event.`);
    } catch (error) {
      await patience.afterFailure(error, signal);
    }
  }
}
