import type { ProactiveSettings } from "@procode/contracts";
import type { Context } from "../../../context.ts";
import { ProcodeError } from "../../../procode-error.ts";
import { changeSettings } from "../control/change-settings.ts";
import { readUnsubscribeToken } from "./unsubscribe-link.ts";

/**
 * Whoever holds the link that stands in a letter, signed in or not: takes e-mail out of the channels of the person whom the letter
 * went to, and nothing else. Doing it again changes nothing. Throws FORBIDDEN not-allowed for a link that is none of ours.
 */
export async function unsubscribeEmail(ctx: Context, { token }: { token: string }): Promise<void> {
  const userId = readUnsubscribeToken(ctx.signer, token);
  if (userId === null) {
    throw new ProcodeError(
      "FORBIDDEN",
      "This link is not whole, or older than this PROCODE. Nothing was changed; you can end the letters on the page Proactive.",
      { reason: "not-allowed" },
    );
  }
  await ctx.store.asUser(userId, async (tx) => {
    const { channels: wished } = await tx.proactive.getSettings();
    if (wished.includes("email")) await changeSettings(tx, userId, withoutEmail);
  });
}

function withoutEmail({ channels, ...before }: ProactiveSettings): ProactiveSettings {
  return { ...before, channels: channels.filter((channel) => channel !== "email") };
}
