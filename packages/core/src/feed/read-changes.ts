import type { DomainEvent } from "@procode/contracts";
import type { Context } from "../context.ts";
import type { Generation } from "../conversation/generation-repository.ts";

/** Events after a number, and the answers that are being written, as one moment shows them. */
export function readChanges(
  ctx: Context,
  userId: string,
  { after, limit }: { after: bigint; limit: number },
): Promise<{ events: DomainEvent[]; running: Generation[] }> {
  return ctx.store.asUser(userId, async (tx) => {
    const reading = Promise.all([tx.events.listAfter(after, limit), tx.generations.listRunning()]);
    tx.seal();
    const [events, running] = await reading;
    return { events, running };
  });
}
