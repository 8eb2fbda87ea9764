import type { DomainEventBody } from "@procode/contracts";
import type { TelegramDelivery } from "./telegram-repository.ts";

/** Appends TelegramDelivered for each answer that is settled, in the transaction that settled it. */
export async function recordDeliveries(
  delivered: readonly TelegramDelivery[],
  append: (userId: string, event: DomainEventBody) => Promise<void>,
): Promise<void> {
  // Always in the same order of people, so that two processes never wait for each other's counters in a ring.
  for (const { userId, ...payload } of delivered.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))) {
    await append(userId, { type: "TelegramDelivered", payload });
  }
}
