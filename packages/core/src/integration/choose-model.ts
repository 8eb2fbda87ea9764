import type { ChooseModelInput, UserSettings } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";
import { loadCatalogue } from "../conversation/model-catalogue.ts";
import { unknownModel } from "../conversation/select-model.ts";

/** The person, for themselves: the model that new conversations take. Throws INVALID unknown-model. */
export async function chooseModel(ctx: Context, { modelId }: ChooseModelInput): Promise<UserSettings> {
  const userId = requireUser(ctx.actor);
  if (modelId !== null) {
    const { models } = await loadCatalogue(ctx);
    if (!models.some(({ id }) => id === modelId)) throw unknownModel(modelId);
  }
  return ctx.store.asUser(userId, async (tx) => {
    const settings = await tx.users.updateSettings({ preferredModel: modelId });
    await tx.events.append({ type: "UserSettingsUpdated", payload: { userId, changes: ["preferredModel"] } });
    return settings;
  });
}
