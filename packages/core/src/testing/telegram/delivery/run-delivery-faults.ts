import { type Context, jobContext, type Services } from "../../../context.ts";
import { beat } from "../../../conversation/beat.ts";
import { claimProactive } from "../../../integration/proactive/ledger/claim-proactive.ts";
import { settleProactive } from "../../../integration/proactive/ledger/settle-proactive.ts";
import { sendProactiveTo } from "../../../integration/proactive/sending/send-proactive-to.ts";
import { claimTelegramChats } from "../../../integration/telegram/delivery/claim-telegram-chats.ts";
import { deliverTelegramSend } from "../../../integration/telegram/delivery/deliver-telegram-send.ts";
import { finishTelegramUpdate } from "../../../integration/telegram/delivery/finish-telegram-update.ts";
import { nextTelegramWork } from "../../../integration/telegram/delivery/next-telegram-work.ts";
import { receiveTelegramUpdates } from "../../../integration/telegram/delivery/receive-telegram-updates.ts";
import { releaseTelegramChat } from "../../../integration/telegram/delivery/release-telegram-chat.ts";
import { blockTelegram } from "../../../integration/telegram/linking/block-telegram.ts";
import { findTelegramConnection } from "../../../integration/telegram/linking/find-telegram-connection.ts";
import { reactivateTelegram } from "../../../integration/telegram/linking/reactivate-telegram.ts";
import type { TelegramOwner, WaitingTelegramUpdate } from "../../../integration/telegram/telegram-desk.ts";
import type { TelegramMessage, TelegramOutcome } from "../../../ports/telegram.ts";
import { scheduleReminder } from "../../proactive/schedule-reminder.ts";
import type { ScriptedTelegram } from "../scripted-telegram.ts";
import type { DeliveryEnd, DeliveryRun } from "./delivery-run.ts";
import { askedIn, type DeliveryFault, type DeliveryPlan, lastWordsOf, wordsIn } from "./plan-delivery-faults.ts";

const [BOT, STEP_MS, LATER_MS, IDLE_MS] = [77, 100, 3_600_000, 8_000];
const MOST_STEPS = 5_000;

export type DeliveryWorld = {
  plan: DeliveryPlan;
  people: readonly { userId: string; chatId: number }[];
  services: Services;
  telegram: ScriptedTelegram;
  /** Moves the clock, and the time that leases, waits and holds follow. */
  pass(ms: number): Promise<void>;
};
type Payload = { kind: "ask" | "block" | "start"; words: string };
/** The rows are the test's to read; `written`: which update asks for what. */
type Ran = Pick<DeliveryRun, "events" | "asked" | "outages" | "onTheWayMs"> & {
  written: { updateId: number; words: string }[];
};
type Process = { ctx: Context; owners: TelegramOwner[] };

/** A plan in time that the test moves: two processes work for its chats by the verbs, and Telegram does what is planned. */
export async function runDeliveryFaults(world: DeliveryWorld): Promise<Ran> {
  const { plan, people, services, telegram } = world;
  const chatIds = people.map(({ chatId }) => chatId);
  const run: Ran = { events: [], asked: askedIn(plan, chatIds), outages: [], onTheWayMs: 0, written: [] };
  const nowMs = () => services.clock.now().getTime();
  const startedMs = nowMs();
  const faults = new Map<string, DeliveryFault[]>();
  const blocked = new Set<number>();
  let [floods, awayUntil, lastUpdate] = [0, 0, 0];
  const born = (): Process => ({
    ctx: jobContext({ ...services, worker: { id: services.ids.next() } }, "faults"),
    owners: [],
  });
  const processes = [born(), born()];
  const job = processes[0]?.ctx ?? born().ctx;

  telegram.script = (message) => {
    if (nowMs() < awayUntil) return { kind: "not-written", reason: "no connection" };
    const [end, outcome] = answerOf(message);
    const { chatId, text, entities } = message;
    const retryAfter = end === "flood" ? plan.retryAfter : 0;
    const facts = { kind: "message" as const, chatId, atMs: nowMs(), words: wordsIn(text), text };
    run.events.push({ ...facts, isMarked: entities.length > 0, end, retryAfter });
    return outcome;
  };

  function answerOf(message: TelegramMessage): [DeliveryEnd, TelegramOutcome] {
    const fault = faults.get(wordsIn(message.text) ?? "")?.shift() ?? (floods > 0 ? "flood" : null);
    if (fault === "flood") {
      if (floods > 0) floods--;
      return ["flood", { kind: "hold", retryAfterSeconds: plan.retryAfter }];
    }
    if (fault === "server-error") return ["server-error", { kind: "server-error", reason: "Telegram said 500" }];
    if (fault === "bad-entities") return ["bad-entities", { kind: "entities-refused", reason: "can't parse entities" }];
    if (blocked.has(message.chatId)) return ["blocked", { kind: "blocked", reason: "Forbidden" }];
    const taken = telegram.accept(message);
    return fault === null ? ["taken", taken] : ["lost", { kind: "uncertain", reason: fault }];
  }

  async function write(chatId: number, payload: Payload): Promise<void> {
    const update = { updateId: ++lastUpdate, chatId, kind: "message", payload, ignore: null };
    if (payload.words) run.written.push({ updateId: update.updateId, words: payload.words });
    await receiveTelegramUpdates(job, { botId: BOT, updates: [update] });
  }

  async function begin(chatId: number): Promise<void> {
    if (blocked.delete(chatId)) run.events.push({ kind: "unblocked", chatId, atMs: nowMs() });
    await write(chatId, { kind: "start", words: "" });
  }

  async function work(process: Process): Promise<void> {
    const { ctx } = process;
    await beat(ctx);
    const busy = process.owners.map(({ chatId }) => chatId);
    process.owners.push(...(await claimTelegramChats(ctx, { botId: BOT, limit: 3, busy })));
    for (const owner of [...process.owners]) {
      if (await workForChat(ctx, owner)) continue;
      process.owners = process.owners.filter((other) => other !== owner);
    }
  }

  const acts = [...plan.acts];
  async function act(): Promise<void> {
    for (let one = acts[0]; one && startedMs + one.atMs <= nowMs(); one = acts[0]) {
      acts.shift();
      if (one.kind === "away") {
        awayUntil = nowMs() + one.forMs;
        run.outages.push({ fromMs: nowMs(), toMs: awayUntil, cut: 0 });
      }
      if (one.kind === "flood") floods = 2;
      if (one.kind === "away" || one.kind === "flood") continue;
      const { chatId = 0, userId = "" } = people[one.chat] ?? {};
      if (one.kind === "start") await begin(chatId);
      if (one.kind === "block") {
        blocked.add(chatId);
        await write(chatId, { kind: "block", words: "" });
      }
      if (one.kind === "ask" || one.kind === "tell") faults.set(one.words, [...one.faults]);
      if (one.kind === "ask") await write(chatId, { kind: "ask", words: one.words });
      if (one.kind === "tell") await scheduleReminder(job, { userId, text: one.words, atMs: nowMs(), forHours: 5 });
    }
  }

  async function untilOver(): Promise<void> {
    for (let [idleMs, steps] = [0, 0]; idleMs < IDLE_MS || acts.length > 0; idleMs += STEP_MS, steps++) {
      if (steps > MOST_STEPS) throw new Error("It never comes to an end.");
      await act();
      await settleProactive(job);
      const owners = await claimProactive(job, { limit: 10 });
      for (const [userId, theirs] of Map.groupBy(owners, (owner) => owner.userId))
        await sendProactiveTo(job, { userId, owners: theirs });
      const before = run.events.length;
      for (const process of processes) await work(process);
      if (run.events.length > before || owners.length > 0) idleMs = 0;
      await world.pass(STEP_MS);
    }
  }

  // A chat is known from the first thing that was said in it.
  for (const chatId of chatIds) await begin(chatId);
  await untilOver();
  await world.pass(LATER_MS);
  for (const [chat, chatId] of chatIds.entries()) {
    if (blocked.has(chatId)) await begin(chatId);
    await write(chatId, { kind: "ask", words: lastWordsOf(chat) });
  }
  await untilOver();
  return run;
}

/** As far as it may go on; false where the chat was given up. */
async function workForChat(ctx: Context, owner: TelegramOwner): Promise<boolean> {
  for (;;) {
    const next = await nextTelegramWork(ctx, owner);
    if (next === null) return false;
    if (next.kind === "wait") return true;
    if (next.kind === "nothing") {
      if (await releaseTelegramChat(ctx, owner)) return false;
    } else if (next.kind === "update") {
      await handle(ctx, owner, next.update);
    } else {
      const delivered = await deliverTelegramSend(ctx, owner, next.send);
      if (delivered.kind === "lost") return false;
      if (delivered.kind === "wait" && delivered.seconds > 0) return true;
    }
  }
}

/** As the bot does: it tells the words that it was asked for, and nothing to whoever blocked it. */
async function handle(ctx: Context, owner: TelegramOwner, { updateId, payload }: WaitingTelegramUpdate): Promise<void> {
  const { kind, words } = payload as Payload;
  if (kind === "block") await blockTelegram(ctx, owner);
  if (kind === "start") await reactivateTelegram(ctx, owner);
  const connection = await findTelegramConnection(ctx, owner);
  const isIgnored = kind === "block" || connection?.state !== "active";
  const answer = kind === "ask" ? { conversationId: ctx.ids.next(), messageId: ctx.ids.next() } : null;
  const text = words || "Connected.";
  const send = {
    ...{ botId: owner.botId, chatId: owner.chatId, dedupeKey: `update ${updateId}`, answer, part: 1, parts: 1 },
    body: { text, entities: [{ type: "bold" as const, offset: 0, length: text.length }] },
  };
  await finishTelegramUpdate(ctx, owner, {
    ...{ updateId, state: isIgnored ? "ignored" : "done", userId: connection?.userId ?? null },
    ...{ reason: isIgnored ? "the person blocked the bot" : null, sends: isIgnored ? [] : [send] },
  });
}
