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
    const [events, running] = await Promise.all([tx.events.listAfter(after, limit), tx.generations.listRunning()]);
    return { events, running };
  });
}
