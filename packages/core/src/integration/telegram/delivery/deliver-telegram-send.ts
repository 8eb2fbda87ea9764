import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { SystemStore } from "../../../ports/store.ts";
import type { TelegramDoor, TelegramOutcome } from "../../../ports/telegram.ts";
import type { Stage } from "../../../ports/tracer.ts";
import { ProcodeError } from "../../../procode-error.ts";
import { BLOCKED_REASON, blockChat } from "../linking/block-telegram.ts";
import { holdAfterRefusal } from "../pace/hold-after-refusal.ts";
import { recordDeliveries } from "../record-deliveries.ts";
import type { TelegramOwner, TelegramSend, TelegramSendBegin, TelegramSendEnd } from "../telegram-desk.ts";
import { secondsBeforeRetry } from "./seconds-before-retry.ts";

/** `wait`: it stands in the queue again. `lost`: the chat is another owner's now, and nothing was changed. */
export type TelegramDeliveryStep = { kind: "settled" } | { kind: "wait"; seconds: number } | { kind: "lost" };

/** Begins it now or later, as often as it takes; what this returns is how it was begun in the end. */
export type TelegramTurn = (begin: () => Promise<TelegramSendBegin>) => Promise<TelegramSendBegin>;

const MOST_SERVER_ERRORS = 8;
const SETTLE_TRIES = 5;

/**
 * PROCODE itself, for a send that `nextTelegramWork` handed to this owner: that it is being sent is committed before its
 * first byte, so that it is never sent twice, and costs a token of the bot and of the chat. It stands in the queue again
 * only when Telegram certainly took nothing. `inTurn` is where those of one process wait for their tokens in a line. Throws UNAVAILABLE telegram-away, before anything is begun, in a process without Telegram, and what the store throws.
 */
export async function deliverTelegramSend(
  ctx: Context,
  owner: TelegramOwner,
  send: TelegramSend,
  inTurn: TelegramTurn = (begin) => begin(),
): Promise<TelegramDeliveryStep> {
  requireJob(ctx.actor);
  const { telegram } = ctx.channels;
  if (!telegram) {
    throw new ProcodeError("UNAVAILABLE", "This process does not speak to Telegram. The message waits in its queue.", {
      reason: "telegram-away",
    });
  }
  const begun = await inTurn(() => ctx.store.asSystem((tx) => tx.telegram.beginSend(owner, send.id)));
  if (begun.kind === "wait") return { kind: "wait", seconds: begun.seconds };
  if (begun.kind !== "begun") return { kind: begun.kind === "late" ? "lost" : "settled" };
  const { id: sendId, part, parts, attempts, trace: traceparent = null } = send;
  const facts = { channel: "telegram", sendId, part, parts, attempt: attempts + 1 };
  const deliver = (stage: Stage) =>
    deliverBegun(ctx, { owner, send, telegram, stage, chatWasQuiet: begun.chatWasQuiet });
  return ctx.tracer.span("delivery", facts, deliver, { traceparent });
}

type Begun = { owner: TelegramOwner; send: TelegramSend; telegram: TelegramDoor; stage: Stage; chatWasQuiet: boolean };

async function deliverBegun(ctx: Context, begun: Begun): Promise<TelegramDeliveryStep> {
  const { owner, send, telegram, stage, chatWasQuiet } = begun;
  const outcome = await trySend(ctx, telegram, send);
  stage.note({ outcome: outcome.kind, telegramMessageId: outcome.kind === "sent" ? outcome.telegramMessageId : null });
  const ending = { outcome, end: endOf(ctx, outcome, send), chatWasQuiet };
  const { end } = ending;
  const isSettled = await persist(ctx, () => ctx.store.asSystem((tx) => settle(tx, owner, send, ending)));
  if (!isSettled) return { kind: "lost" };
  if (end.state !== "queued") return { kind: "settled" };
  return { kind: "wait", seconds: "afterSeconds" in end ? end.afterSeconds : 0 };
}

async function trySend(ctx: Context, telegram: TelegramDoor, { id, chatId, body }: TelegramSend) {
  try {
    return await telegram.send({ ...body, chatId });
  } catch (error) {
    ctx.log.error("sending to Telegram failed in an unknown way", { sendId: id, error });
    return { kind: "uncertain", reason: "sending broke off in an unknown way" } as const;
  }
}

/** What an outcome means for the row of the send. */
function endOf(
  ctx: Context,
  outcome: TelegramOutcome,
  { body, attempts, serverErrors, isProactive }: TelegramSend,
): TelegramSendEnd {
  switch (outcome.kind) {
    case "sent":
      return { state: "sent", telegramMessageId: outcome.telegramMessageId };
    case "not-written":
      return { state: "queued", afterSeconds: secondsBeforeRetry(ctx.ids, attempts), serverError: false };
    case "hold":
      return { state: "queued", afterSeconds: outcome.retryAfterSeconds, serverError: false };
    case "server-error":
      // Of what nobody asked for, twice is worse than perhaps never.
      if (isProactive) return uncertain(outcome.reason);
      if (serverErrors + 1 >= MOST_SERVER_ERRORS) {
        return {
          state: "failed",
          reason: `Telegram could not take this message, ${MOST_SERVER_ERRORS} times: ${outcome.reason}`,
        };
      }
      return { state: "queued", afterSeconds: secondsBeforeRetry(ctx.ids, serverErrors), serverError: true };
    case "entities-refused":
      if (body.entities.length === 0) return refused(outcome.reason);
      return { state: "queued", body: { ...body, entities: [] } };
    case "blocked":
      return { state: "failed", reason: BLOCKED_REASON };
    case "refused":
      return refused(outcome.reason);
    case "uncertain":
      return uncertain(outcome.reason);
  }
}

const refused = (reason: string): TelegramSendEnd => ({
  state: "failed",
  reason: `Telegram refused this message: ${reason}`,
});

const uncertain = (reason: string): TelegramSendEnd => ({
  state: "uncertain",
  reason: `Telegram's answer was lost, so this may have arrived: ${reason}`,
});

type Ending = { outcome: TelegramOutcome; end: TelegramSendEnd; chatWasQuiet: boolean };

/** Writes the end, and what follows from it for the chat, in one transaction. False for a late owner. */
async function settle(tx: SystemStore, owner: TelegramOwner, send: TelegramSend, ending: Ending) {
  const { outcome, end, chatWasQuiet } = ending;
  const settled = await tx.telegram.settleSend(owner, send.id, end);
  if (!settled) return false;
  const delivered = [...settled.delivered];
  if (outcome.kind === "hold")
    await holdAfterRefusal(tx, owner, { send, chatWasQuiet, seconds: outcome.retryAfterSeconds });
  if (outcome.kind === "blocked") delivered.push(...(await blockChat(tx, owner)));
  await recordDeliveries(delivered, tx.accounts.appendEvent);
  return true;
}

// What Telegram said is known only here: a database that is away for a moment must not make it uncertain.
async function persist<T>(ctx: Context, work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const isAway = error instanceof ProcodeError && error.code === "UNAVAILABLE";
      if (!isAway || tries + 1 >= SETTLE_TRIES) throw error;
      await ctx.clock.sleep(secondsBeforeRetry(ctx.ids, tries) * 1_000);
    }
  }
}
