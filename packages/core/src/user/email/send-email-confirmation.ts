import type { SentEmailConfirmation } from "@procode/contracts";
import { requireSession } from "../../actor.ts";
import type { Context } from "../../context.ts";
import type { Letter } from "../../ports/email.ts";
import { ProcodeError } from "../../procode-error.ts";
import { CONFIRMATION_PER_ACCOUNT, CONFIRMATION_PER_ADDRESS } from "../limits-of-accounts.ts";
import { takeOrRefuse } from "../take-or-refuse.ts";
import { CONFIRMATION_SECONDS, confirmationUrl, hashConfirmationToken } from "./confirmation-link.ts";

const TOKEN_BYTES = 32;

/**
 * The person, signed in: a letter to the address of their account, with a link that confirms it once within a day. The link
 * before it is over. Throws LIMITED too-many-tries, UNAVAILABLE email-away without a mail server and when it takes nothing.
 */
export async function sendEmailConfirmation(ctx: Context): Promise<SentEmailConfirmation> {
  const userId = requireSession(ctx.actor);
  const { email } = ctx.channels;
  if (!email)
    throw away("This PROCODE has no mail server, so no letter can be sent. Whoever runs it may set SMTP_URL.");
  const id = ctx.ids.next();
  const token = ctx.ids.secret(TOKEN_BYTES);
  const createdAt = ctx.clock.now();
  const expiresAt = new Date(createdAt.getTime() + CONFIRMATION_SECONDS * 1_000);
  if (await ctx.store.asUser(userId, (tx) => tx.users.isEmailConfirmed())) return { state: "confirmed" };
  await takeOrRefuse(ctx, [
    [CONFIRMATION_PER_ACCOUNT, userId],
    [CONFIRMATION_PER_ADDRESS, ctx.client.address],
  ]);
  const to = await ctx.store.asUser(userId, async (tx) => {
    await tx.users.saveEmailConfirmation({ tokenHash: hashConfirmationToken(token), createdAt, expiresAt });
    await tx.audit.append({ action: "email-confirmation-sent", address: ctx.client.address });
    return (await tx.users.getAccount()).email;
  });
  const outcome = await email.send(letterOf(id, { to, at: createdAt, url: confirmationUrl(email.appUrl, token) }));
  // One whose answer was lost may have arrived, and asking again costs nothing but another letter.
  if (outcome.kind === "sent" || outcome.kind === "uncertain") return { state: "sent" };
  ctx.log.warn("a letter that confirms an address was not taken", { to: userId, reason: outcome.reason });
  throw away("The mail server did not take the letter. Your settings are as they were; try again in some minutes.");
}

/** Holds nothing that somebody else wrote: who registered with a stranger's address can not make PROCODE say things to them. */
function letterOf(id: string, { to, at, url }: { to: string; at: Date; url: string }): Letter {
  const words = [
    "Somebody, probably you, has an account at PROCODE with this address and wants letters to go to it.",
    "If that is you, open this link within a day and press the button there:",
    "If it is not, do nothing: without the link no letter is ever sent here.",
  ] as const;
  return {
    ...{ id, at, to: { name: "", address: to }, subject: "PROCODE: is this your address?", unsubscribeUrl: null },
    text: `${words[0]}\n\n${words[1]}\n${url}\n\n${words[2]}\n`,
    html: `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>PROCODE</title></head>
<body style="font-family: sans-serif; line-height: 1.5; max-width: 36em; margin: 0 auto; padding: 1em">
<p>${words[0]}</p><p>${words[1]}<br><a href="${url}">${url}</a></p><p>${words[2]}</p>
</body></html>
`,
  };
}

const away = (words: string) => new ProcodeError("UNAVAILABLE", words, { reason: "email-away" });
