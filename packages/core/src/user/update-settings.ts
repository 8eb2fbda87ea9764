import type { UpdateSettingsInput, UserSettings } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";

/** The person: how their own PROCODE looks. */
export async function updateSettings(ctx: Context, input: UpdateSettingsInput): Promise<UserSettings> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, async (tx) => {
    const settings = await tx.users.updateSettings(input);
    await tx.events.append({ type: "UserSettingsUpdated", payload: { userId, changes: Object.keys(input) } });
    return settings;
  });
}
