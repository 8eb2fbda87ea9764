import type { ProactiveSettings, UpdateProactiveInput } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { changeSettings } from "./change-settings.ts";

/**
 * The person: what they allow to be written unasked. It holds for what is planned already, too, which is asked again before it is
 * sent; switching it off cancels all of it at once.
 */
export async function updateProactive(
  ctx: Context,
  { optedIn, ...change }: UpdateProactiveInput,
): Promise<ProactiveSettings> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, async (tx) => {
    // Before its messages, in the order that a letter locks them in.
    await tx.proactive.lockSettings();
    if (optedIn === false) await tx.proactive.cancelOpen("You switched it off.");
    return changeSettings(tx, userId, (before) => ({
      ...before,
      ...change,
      optedInAt: optedIn === undefined ? before.optedInAt : optedIn ? (before.optedInAt ?? ctx.clock.now()) : null,
    }));
  });
}
