import type { ProactiveSettings } from "@procode/contracts";
import type { UserStore } from "../../../ports/store.ts";
import { withOwnZone } from "./with-own-zone.ts";

/** Writes what `change` makes of the settings as their next version, with the event that tells of it. */
export async function changeSettings(
  tx: UserStore,
  userId: string,
  change: (before: ProactiveSettings) => ProactiveSettings,
): Promise<ProactiveSettings> {
  const before = await withOwnZone(tx, await tx.proactive.lockSettings());
  const after = await tx.proactive.saveSettings(change(before));
  await tx.events.append({ type: "ProactiveChanged", payload: { userId, messageId: null } });
  return after;
}
