import type { UserContext } from "@procode/contracts";
import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { outlastDatabase } from "../../../conversation/outlast-database.ts";
import type { EmailDoor, EmailOutcome, Letter } from "../../../ports/email.ts";
import type { UserStore } from "../../../ports/store.ts";
import { recallContext } from "../../../user/cached-context.ts";
import { secondsBeforeRetry } from "../../telegram/delivery/seconds-before-retry.ts";
import { BY_CHANNEL } from "../channel-words.ts";
import type { ProactiveEnd, ProactiveSettled } from "../ledger/proactive-desk.ts";
import type { ProactiveOwner } from "../ledger/proactive-repository.ts";
import { tellSettled } from "../ledger/tell-settled.ts";
import { type Going, inspectMessage, MOST_LETTERS } from "../sending/inspect-message.ts";
import { placeMessage } from "../sending/place-message.ts";
import { composeLetter } from "./compose-letter.ts";
import { unsubscribeUrl } from "./unsubscribe-link.ts";

/** `nothing`: none of it goes by letter just now. `left`: still claimed, for another channel, so `sendProactive` is to be asked again. */
export type SentLetter = { outcome: EmailOutcome["kind"] | "nothing"; items: number; left: ProactiveOwner[] };
type Begun = { items: Going[]; left: ProactiveOwner[]; to: Letter["to"] };

const SETTLE_PATIENCE_MS = 10_000;
const MINUTE_SECONDS = 60;

/**
 * PROCODE itself, for what `sendProactive` left for the letter of one person: asks every rule once more, commits that all of it is
 * being sent before the first byte, hands one letter to the mail server and writes down how that went, for each. What may have
 * been taken is uncertain and never sent again. A process without a mail server changes nothing. Throws what the store throws.
 */
export async function sendLetter(
  ctx: Context,
  { userId, owners }: { userId: string; owners: readonly ProactiveOwner[] },
): Promise<SentLetter> {
  requireJob(ctx.actor);
  const { email } = ctx.channels;
  if (!email) return { outcome: "nothing", items: 0, left: [...owners] };
  const cached = await recallContext(ctx, userId);
  const begun = await ctx.store.asUser(userId, (tx) => begin(ctx, tx, { owners, cached }));
  const { items, left } = begun;
  if (items.length === 0) return { outcome: "nothing", items: 0, left };
  const outcome = await trySend(ctx, email, userId, begun);
  const wait = MINUTE_SECONDS * secondsBeforeRetry(ctx.ids, Math.max(...items.map(({ letters }) => letters)));
  await outlastDatabase(ctx, { what: "the end of a letter", patienceMs: SETTLE_PATIENCE_MS }, () =>
    ctx.store.asSystem(async (tx) => {
      const settled: ProactiveSettled[] = [];
      for (const going of items) {
        const one = await tx.proactive.settle(going.owner, endOf(outcome, going, wait));
        if (one) settled.push(one);
      }
      return tellSettled(tx, settled);
    }),
  );
  const told = { outcome: outcome.kind, items: items.length };
  ctx.log.info("a letter was handed to the mail server", { ...told, to: userId });
  return { ...told, left };
}

/** All of `claimed → sending` in one transaction. Under the lock on the settings, so that of two workers the second sees the first one's letter. */
async function begin(
  ctx: Context,
  tx: UserStore,
  { owners, cached }: { owners: readonly ProactiveOwner[]; cached: UserContext | null },
): Promise<Begun> {
  await tx.proactive.lockSettings();
  const items: Going[] = [];
  const left: ProactiveOwner[] = [];
  for (const owner of owners) {
    const inspected = await inspectMessage(ctx, tx, owner, { cached });
    if (inspected.kind === "stays") continue;
    if (inspected.going.channel === "email") items.push(inspected.going);
    else left.push(owner);
  }
  // After all were asked about: none of one letter counts against another.
  for (const going of items) {
    const { owner, message, now } = going;
    const place = await placeMessage(ctx, tx, going);
    const attempt =
      place && (await tx.proactive.begin(owner, { channel: "email", ...place }, `It is sent ${BY_CHANNEL.email}.`));
    // Undoes what was placed.
    if (attempt === null) throw new Error("A claimed message was taken from its worker inside of a transaction.");
    if (message.loopId !== null) await tx.proactive.closeLoop(message.loopId, now, "It was told.");
  }
  const { name, email: address } = await tx.users.getAccount();
  return { items, left, to: { name, address } };
}

async function trySend(ctx: Context, email: EmailDoor, userId: string, { items, to }: Begun): Promise<EmailOutcome> {
  const { appUrl } = email;
  const letter = composeLetter({
    ...{ items: items.map(({ message }) => message), to, at: ctx.clock.now(), appUrl },
    unsubscribeUrl: unsubscribeUrl(ctx.signer, appUrl, userId),
  });
  try {
    return await ctx.tracer.span("delivery", { channel: "email", items: items.length }, () => email.send(letter), {
      // Where it carries several, the first one's.
      traceparent: items[0]?.owner.trace ?? null,
    });
  } catch (error) {
    ctx.log.error("sending a letter failed in an unknown way", { to: userId, error });
    return { kind: "uncertain", reason: "sending broke off in an unknown way" };
  }
}

/** What an outcome means for one message of the letter. */
function endOf(outcome: EmailOutcome, { letters }: Going, waitSeconds: number): ProactiveEnd {
  if (outcome.kind === "sent") return { state: "sent", telegramMessageId: null, reason: "The mail server took it." };
  const { reason } = outcome;
  if (outcome.kind === "uncertain") {
    const said = `The mail server's answer was lost, so this may have arrived: ${reason}`;
    return { state: "uncertain", errorClass: "cut", reason: said };
  }
  // The next of the person's channels is tried at once, and without one it ends with this reason.
  if (outcome.kind === "refused")
    return { state: "failed", errorClass: "refused", reason: `The mail server refused it: ${reason}`, afterSeconds: 0 };
  const isLast = letters + 1 >= MOST_LETTERS;
  return {
    ...{ state: "failed", errorClass: outcome.kind === "later" ? "later" : "away" },
    reason: `The mail server could not take it: ${reason}`,
    afterSeconds: isLast ? 0 : waitSeconds,
  };
}
