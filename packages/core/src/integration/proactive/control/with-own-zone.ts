import type { ProactiveSettings } from "@procode/contracts";
import type { UserStore } from "../../../ports/store.ts";

/** What nobody has set yet takes the time zone of the person's profile: nights of another zone would be no quiet hours. */
export async function withOwnZone(tx: UserStore, settings: ProactiveSettings): Promise<ProactiveSettings> {
  if (settings.version > 0) return settings;
  const { profile } = await tx.users.getContext();
  return profile.timeZone === "" ? settings : { ...settings, zone: profile.timeZone };
}
