import type { SystemStore } from "../../../ports/store.ts";
import type { ProactiveSettled } from "./proactive-desk.ts";

/** Appends the event of each that was settled; how many. Always in the same order of people, so that two processes never wait for each other's counters in a ring. */
export async function tellSettled(tx: SystemStore, settled: readonly ProactiveSettled[]): Promise<number> {
  for (const { userId, id, state } of settled.toSorted((one, other) => (one.userId < other.userId ? -1 : 1))) {
    if (state === "sent" || state === "uncertain") {
      const payload = { userId, messageId: id, status: state };
      await tx.accounts.appendEvent(userId, { type: "ProactiveMessageSent", payload });
    } else await tx.accounts.appendEvent(userId, { type: "ProactiveChanged", payload: { userId, messageId: id } });
  }
  return settled.length;
}
