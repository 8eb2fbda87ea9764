import type { ProactiveSettings, UpdateProactiveInput } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { ProcodeError } from "../../../procode-error.ts";
import { changeSettings } from "./change-settings.ts";

/**
 * The person: what they allow to be written unasked. It holds for what is planned already, too, which is asked again before it is
 * sent; switching it off cancels all of it at once. Throws INVALID email-not-confirmed where letters are to be begun to an address
 * that is not confirmed, and nothing is changed.
 */
export async function updateProactive(
  ctx: Context,
  { optedIn, ...change }: UpdateProactiveInput,
): Promise<ProactiveSettings> {
  const userId = requireUser(ctx.actor);
  const hasEmail = ctx.channels.email !== null;
  return ctx.store.asUser(userId, async (tx) => {
    // Before its messages, in the order that a letter locks them in.
    const { channels } = await tx.proactive.lockSettings();
    const beginsLetters = change.channels?.includes("email") && !channels.includes("email");
    if (beginsLetters && hasEmail && !(await tx.users.isEmailConfirmed())) throw notConfirmed();
    if (optedIn === false) await tx.proactive.cancelOpen("You switched it off.");
    return changeSettings(tx, userId, (before) => ({
      ...before,
      ...change,
      optedInAt: optedIn === undefined ? before.optedInAt : optedIn ? (before.optedInAt ?? ctx.clock.now()) : null,
    }));
  });
}

const notConfirmed = () =>
  new ProcodeError(
    "INVALID",
    "Confirm your e-mail address first, by the link that PROCODE sends to it when you ask for it. Nothing was changed.",
    { reason: "email-not-confirmed" },
  );
