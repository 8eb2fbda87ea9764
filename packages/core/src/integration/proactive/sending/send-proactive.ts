import type { ProactiveChannel, ProactiveSettings } from "@procode/contracts";
import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { UserStore } from "../../../ports/store.ts";
import { recallContext } from "../../../user/cached-context.ts";
import type { StoredTelegramConnection } from "../../telegram/telegram-repository.ts";
import type { ProactiveOwner, StoredProactiveMessage } from "../ledger/proactive-repository.ts";
import { readSituation } from "../planning/read-situation.ts";
import { nextQuiet } from "../timing/quiet-hours.ts";
import { placeMessage } from "./place-message.ts";
import { recheck } from "./recheck.ts";

/** `sending`: Telegram's queue has it, `settleProactive` tells how it ended. `late`: it is another worker's by now. */
export type SentProactive = { state: "sent" | "sending" | "deferred" | "cancelled" | "expired" | "late" };

const FAR = new Date("9999-01-01T00:00:00Z");
const BUSY_MS = 2 * 60_000;

/**
 * PROCODE itself, for a message that `claimProactive` gave to this worker: asks every rule again, then puts it into a
 * conversation and hands it to the first of the person's channels that was not tried yet, all in one transaction. From then on
 * it is never claimed again. Telegram's queue sends it in the order of its chat, like an answer.
 */
export async function sendProactive(ctx: Context, owner: ProactiveOwner): Promise<SentProactive> {
  requireJob(ctx.actor);
  const cached = await recallContext(ctx, owner.userId);
  return ctx.store.asUser(owner.userId, async (tx) => {
    const message = await tx.proactive.findById(owner.id);
    if (message?.state !== "claimed" || message.fence !== owner.fence) return { state: "late" };
    const now = ctx.clock.now();
    const seen = await readSituation(tx, { cached, now, about: message });
    const channel = await chooseChannel(tx, message, seen.situation.reachable, seen.situation.settings.channels);
    const isOpen = await isStillOpen(tx, message);
    const checked = recheck(message, {
      ...{ nowMs: now.getTime(), isOpen, contextVersion: seen.context.version, newestMessageId: seen.newestMessageId },
      situation: { ...seen.situation, reachable: channel ? [channel] : [] },
    });
    if (checked.kind === "suppress") {
      const isDone = await tx.proactive.suppress(owner, checked.to, checked.reason);
      return { state: isDone ? checked.to : "late" };
    }
    if (checked.kind === "defer") {
      const isDone = await tx.proactive.defer(owner, new Date(checked.untilMs), checked.reason);
      return { state: isDone ? "deferred" : "late" };
    }
    return handOver(ctx, tx, {
      owner,
      message,
      channel: channel ?? "web",
      connection: seen.connection,
      settings: seen.situation.settings,
      now,
    });
  });
}

/** Its first attempt closes the loop, so that a second one does not ask. */
async function isStillOpen(tx: UserStore, { loopId, attempts }: StoredProactiveMessage): Promise<boolean> {
  return loopId === null || attempts > 0 || (await tx.proactive.listLoops(FAR)).some(({ id }) => id === loopId);
}

/** In the person's own order, without those that this message was refused by. */
async function chooseChannel(
  tx: UserStore,
  { id, attempts }: StoredProactiveMessage,
  reachable: readonly ProactiveChannel[],
  wished: readonly ProactiveChannel[],
): Promise<ProactiveChannel | undefined> {
  const tried = attempts === 0 ? [] : (await tx.proactive.listAttempts(id)).map(({ channel }) => channel);
  return wished.find((channel) => reachable.includes(channel) && !tried.includes(channel));
}

type Going = {
  owner: ProactiveOwner;
  message: StoredProactiveMessage;
  channel: ProactiveChannel;
  connection: StoredTelegramConnection | null;
  settings: ProactiveSettings;
  now: Date;
};

async function handOver(ctx: Context, tx: UserStore, going: Going): Promise<SentProactive> {
  const { owner, message, channel, connection, now } = going;
  const place = await placeMessage(ctx, tx, going);
  if (!place) {
    const until = new Date(now.getTime() + BUSY_MS);
    await tx.proactive.defer(owner, until, "An answer is being written there just now.");
    return { state: "deferred" };
  }
  const attempt = await tx.proactive.begin(owner, { channel, ...place }, `It goes to ${channel}.`);
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
      },
    ]);
    return { state: "sending" };
  }
  await tx.proactive.arrive(owner, "It is in the web inbox.");
  const payload = { userId: owner.userId, messageId: message.id, status: "sent" as const };
  await tx.events.append({ type: "ProactiveMessageSent", payload });
  return { state: "sent" };
}
