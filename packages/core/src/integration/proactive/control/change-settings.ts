import type { ProactiveSettings } from "@procode/contracts";
import type { UserStore } from "../../../ports/store.ts";

/** Writes what `change` makes of the settings as their next version, with the event that tells of it. */
export async function changeSettings(
  tx: UserStore,
  userId: string,
  change: (before: ProactiveSettings) => ProactiveSettings,
): Promise<ProactiveSettings> {
  const after = await tx.proactive.saveSettings(change(await tx.proactive.lockSettings()));
  await tx.events.append({ type: "ProactiveChanged", payload: { userId, messageId: null } });
  return after;
}
