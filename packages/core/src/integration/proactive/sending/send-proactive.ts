import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { UserStore } from "../../../ports/store.ts";
import { recallContext } from "../../../user/cached-context.ts";
import { BY_CHANNEL } from "../channel-words.ts";
import type { ProactiveOwner } from "../ledger/proactive-repository.ts";
import { POLICY, type PolicyRule } from "../planning/policy.ts";
import { nextQuiet } from "../timing/quiet-hours.ts";
import { type Going, inspectMessage } from "./inspect-message.ts";
import { placeMessage } from "./place-message.ts";

/**
 * `sending`: Telegram's queue has it, `settleProactive` tells how it ended. `letter`: it is still claimed and goes with today's
 * letter, by `sendLetter`. `late`: it is another worker's by now.
 */
export type SentProactive = {
  state: "sent" | "sending" | "letter" | "deferred" | "cancelled" | "expired" | "late";
};

const BUSY_MS = 2 * 60_000;

/**
 * PROCODE itself, for a message that `claimProactive` gave to this worker: asks every rule again, then puts it into a
 * conversation and hands it to the first of the person's channels that was not tried yet, all in one transaction. From then on
 * it is never claimed again. Telegram's queue sends it in the order of its chat, like an answer.
 */
export function sendProactive(
  ctx: Context,
  owner: ProactiveOwner,
  policy: readonly PolicyRule[] = POLICY,
): Promise<SentProactive> {
  const origin = { traceparent: owner.trace ?? null };
  return ctx.tracer.span(
    "proactive send",
    { proactiveId: owner.id },
    async (stage) => {
      const sent = await decide(ctx, owner, policy);
      stage.note(sent);
      return sent;
    },
    origin,
  );
}

/** Under the lock on the settings, so that of two workers with messages of one person the second sees the hour that the first one took. */
async function decide(ctx: Context, owner: ProactiveOwner, policy: readonly PolicyRule[]): Promise<SentProactive> {
  requireJob(ctx.actor);
  const cached = await recallContext(ctx, owner.userId);
  return ctx.store.asUser(owner.userId, async (tx) => {
    await tx.proactive.lockSettings();
    const inspected = await inspectMessage(ctx, tx, owner, { cached, policy });
    if (inspected.kind === "stays") return { state: inspected.state };
    return inspected.going.channel === "email" ? { state: "letter" } : handOver(ctx, tx, inspected.going);
  });
}

async function handOver(ctx: Context, tx: UserStore, going: Going): Promise<SentProactive> {
  const { owner, message, channel, connection, now } = going;
  // Who blocks or unlinks the chat meanwhile comes before this, or finds it queued and cancels it.
  if (channel === "telegram" && (await tx.telegram.lockConnection())?.state !== "active") {
    await tx.proactive.defer(owner, now, "The chat in Telegram was blocked or unlinked just now.");
    return { state: "deferred" };
  }
  const place = await placeMessage(ctx, tx, going);
  if (!place) {
    const until = new Date(now.getTime() + BUSY_MS);
    await tx.proactive.defer(owner, until, "An answer is being written there just now.");
    return { state: "deferred" };
  }
  const attempt = await tx.proactive.begin(owner, { channel, ...place }, `It is sent ${BY_CHANNEL[channel]}.`);
  // Undoes what was placed.
  if (attempt === null) throw new Error("A claimed message was taken from its worker inside of a transaction.");
  if (message.loopId !== null) await tx.proactive.closeLoop(message.loopId, now, "It was told.");
  if (channel === "telegram" && connection) {
    const { quietHours, zone } = going.settings;
    const quietMs = nextQuiet(quietHours, zone, now.getTime());
    const notAfter = new Date(Math.min(message.expiresAt.getTime(), quietMs ?? Number.POSITIVE_INFINITY));
    await tx.telegram.queue([
      {
        ...{ botId: connection.botId, chatId: connection.chatId, dedupeKey: `proactive:${message.id}:${attempt}` },
        ...{ answer: place, part: 1, parts: 1, notAfter },
        body: { text: message.text, entities: [], proactiveId: message.id },
        isProactive: true,
      },
    ]);
    return { state: "sending" };
  }
  await tx.proactive.arrive(owner, "It stands among your conversations in PROCODE.");
  const payload = { userId: owner.userId, messageId: message.id, status: "sent" as const };
  await tx.events.append({ type: "ProactiveMessageSent", payload });
  return { state: "sent" };
}
