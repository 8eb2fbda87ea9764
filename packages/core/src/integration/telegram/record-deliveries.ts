import type { DomainEventBody } from "@procode/contracts";
import type { TelegramDelivery } from "./telegram-repository.ts";

/** Appends TelegramDelivered for each answer that is settled, in the transaction that settled it. */
export async function recordDeliveries(
  delivered: readonly TelegramDelivery[],
  append: (userId: string, event: DomainEventBody) => Promise<void>,
): Promise<void> {
  for (const { userId, ...payload } of delivered) await append(userId, { type: "TelegramDelivered", payload });
}
