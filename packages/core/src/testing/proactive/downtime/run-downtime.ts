import { type Context, jobContext, type Services } from "../../../context.ts";
import { beat } from "../../../conversation/beat.ts";
import { claimProactive } from "../../../integration/proactive/ledger/claim-proactive.ts";
import type { StoredProactiveMessage } from "../../../integration/proactive/ledger/proactive-repository.ts";
import { settleProactive } from "../../../integration/proactive/ledger/settle-proactive.ts";
import { findProactivePeople } from "../../../integration/proactive/planning/find-proactive-people.ts";
import { planProactive } from "../../../integration/proactive/planning/plan-proactive.ts";
import { sendProactiveTo } from "../../../integration/proactive/sending/send-proactive-to.ts";
import { HOUR_MS } from "../../../integration/proactive/timing/hour-of.ts";
import { claimTelegramChats } from "../../../integration/telegram/delivery/claim-telegram-chats.ts";
import { deliverTelegramSend } from "../../../integration/telegram/delivery/deliver-telegram-send.ts";
import { finishTelegramUpdate } from "../../../integration/telegram/delivery/finish-telegram-update.ts";
import { nextTelegramWork } from "../../../integration/telegram/delivery/next-telegram-work.ts";
import { releaseTelegramChat } from "../../../integration/telegram/delivery/release-telegram-chat.ts";
import type { TelegramOwner } from "../../../integration/telegram/telegram-desk.ts";
import { answerWith, type ScriptedProvider } from "../../scripted-provider.ts";
import type { ScriptedTelegram } from "../../telegram/scripted-telegram.ts";
import { seeded } from "../../telegram/seeded.ts";
import { changeMinds } from "./change-minds.ts";
import { DOWNTIME_BOT, type DowntimePeople, openDowntimePeople } from "./open-downtime-people.ts";

/** What one pass may take, of each kind. */
export const DOWNTIME_MOST = { people: 20, settled: 3, claimed: 5 } as const;
const LONGEST_OUTAGE_HOURS = 12;
/** Until whatever was missed is over, and what was planned after it too. */
const HOURS_AFTER = 30;
const MOST_ROUNDS = 500;

export type DowntimeWorld = {
  seed: number;
  people: number;
  /** Its clock goes with the database's, and is at seven minutes past an hour. */
  services: Services;
  models: ScriptedProvider;
  telegram: ScriptedTelegram;
  newPerson(): Promise<string>;
  /** Moves the clock, and the time that leases, waits and retries follow. */
  pass(seconds: number): Promise<void>;
};
export type DowntimeRun = DowntimePeople & {
  outageHours: number;
  /** When it was over. */
  upAt: Date;
  /** When Telegram was asked to take what, in the database's time, from then on. */
  calls: { text: string; chatId: number; atMs: number }[];
  /** Hours of a person that were given again long after, and were decided about a second time. */
  decidedAgain: number;
  /** The most that any pass took. */
  most: { people: number; settled: number; claimed: number };
  /** As they stand once the first minute and hour after it are done, and at the end. */
  rows: { first: DowntimeRow[]; last: DowntimeRow[] };
  endAt: Date;
};
export type DowntimeRow = StoredProactiveMessage & { userId: string };

/** Everything is down for some hours and then up again, for people of every kind; the hours after it go on as ever. */
export async function runDowntime(world: DowntimeWorld): Promise<DowntimeRun> {
  const { services, telegram, models } = world;
  const random = seeded(world.seed);
  const outageHours = 1 + random.below(LONGEST_OUTAGE_HOURS);
  const found = await openDowntimePeople({ ...world, random, outageHours });
  await changeMinds({ ...world, random }, found.people.slice(0, world.people));
  await world.pass(outageHours * (HOUR_MS / 1_000));

  const run: DowntimeRun = {
    ...{ ...found, outageHours, upAt: services.clock.now(), endAt: services.clock.now(), calls: [] },
    ...{ decidedAgain: 0, most: { people: 0, settled: 0, claimed: 0 }, rows: { first: [], last: [] } },
  };
  let texts = 0;
  models.script = () => {
    const text = Array.from({ length: 6 }, (_, place) => `w${texts * 6 + place}`).join(" ");
    texts++;
    const sendAt = services.clock.now().toISOString();
    return answerWith(JSON.stringify({ send: true, text, topic: "Tea", reason: "Due.", sendAt, confidence: 1 }));
  };
  telegram.script = async (message) => {
    const at = await services.store.asSystem((tx) => tx.jobs.now());
    run.calls.push({ text: message.text, chatId: message.chatId, atMs: at.getTime() });
    return telegram.accept(message);
  };
  const planned: Plan[] = [];
  const born = (): Up => ({
    ...{ world, run, planned },
    ctx: jobContext({ ...services, worker: { id: services.ids.next() } }, "downtime"),
  });
  // Each schedule comes on two processes at the same moment, and which one first is nobody's choice.
  const both = [born(), born()];
  const [up = born()] = both;
  const doors = [planHour, deliverMinute];
  for (let hour = 0; hour < HOURS_AFTER; hour++) {
    for (const door of random.shuffled(doors)) await Promise.all(both.map(door));
    await workForChats(up);
    await Promise.all(both.map(deliverMinute));
    if (hour === 0) run.rows.first = await readRows(up);
    await world.pass(HOUR_MS / 1_000);
  }
  for (const plan of planned) if ((await planProactive(up.ctx, plan)).outcome !== "decided-before") run.decidedAgain++;
  run.rows.last = await readRows(up);
  run.endAt = services.clock.now();
  return run;
}

type Plan = { userId: string; at: Date };
type Up = { world: DowntimeWorld; run: DowntimeRun; planned: Plan[]; ctx: Context };

async function planHour({ ctx, run, planned }: Up): Promise<void> {
  const at = ctx.clock.now();
  for (let after: string | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
    const people = await findProactivePeople(ctx, { at, after, limit: DOWNTIME_MOST.people });
    run.most.people = Math.max(run.most.people, people.userIds.length);
    for (const userId of people.userIds) {
      planned.push({ userId, at });
      await planProactive(ctx, { userId, at });
    }
    after = people.next;
  }
}

/** As the minute does: ends first, then what is due, in portions until there is none. */
async function deliverMinute({ ctx, run }: Up): Promise<void> {
  for (let round = 0, most = Number.POSITIVE_INFINITY; most >= DOWNTIME_MOST.settled; guard(round++)) {
    const { ended, expired, recovered } = await settleProactive(ctx, { limit: DOWNTIME_MOST.settled });
    most = Math.max(ended, expired, recovered);
    run.most.settled = Math.max(run.most.settled, most);
  }
  for (let round = 0; ; guard(round++)) {
    const owners = await claimProactive(ctx, { limit: DOWNTIME_MOST.claimed });
    run.most.claimed = Math.max(run.most.claimed, owners.length);
    if (owners.length === 0) return;
    for (const [userId, theirs] of Map.groupBy(owners, (owner) => owner.userId))
      await sendProactiveTo(ctx, { userId, owners: theirs });
  }
}

/** The bot's process: chat after chat, each as far as it may go on, until nothing is left to do in any. */
async function workForChats({ world, ctx }: Up): Promise<void> {
  let chats: TelegramOwner[] = [];
  for (let round = 0; ; guard(round++)) {
    await beat(ctx);
    const busy = chats.map(({ chatId }) => chatId);
    chats.push(...(await claimTelegramChats(ctx, { botId: DOWNTIME_BOT, limit: 100, busy })));
    if (chats.length === 0) return;
    const waits = new Map<TelegramOwner, number>();
    for (const chat of chats) {
      const seconds = await workForChat(ctx, chat);
      if (seconds !== null) waits.set(chat, seconds);
    }
    chats = [...waits.keys()];
    if (chats.length > 0) await world.pass(Math.ceil(Math.min(...waits.values())));
  }
}

/** Seconds until there is more to do; null where there is not. */
async function workForChat(ctx: Context, chat: TelegramOwner): Promise<number | null> {
  for (let round = 0; ; guard(round++)) {
    const work = await nextTelegramWork(ctx, chat);
    if (work === null) return null;
    if (work.kind === "nothing" && (await releaseTelegramChat(ctx, chat))) return null;
    if (work.kind === "wait") return work.seconds;
    if (work.kind === "update") {
      const { updateId } = work.update;
      await finishTelegramUpdate(ctx, chat, { updateId, state: "done", reason: null, userId: null, sends: [] });
    }
    if (work.kind !== "send") continue;
    const delivered = await deliverTelegramSend(ctx, chat, work.send);
    if (delivered.kind === "wait") return delivered.seconds;
    if (delivered.kind === "lost") return null;
  }
}

async function readRows({ run, ctx }: Up): Promise<DowntimeRow[]> {
  const rows: DowntimeRow[] = [];
  for (const { userId } of run.people) {
    const theirs = await ctx.store.asUser(userId, (tx) => tx.proactive.listSince(new Date(0)));
    rows.push(...theirs.map((row) => ({ ...row, userId })));
  }
  return rows;
}

function guard(round: number): void {
  if (round > MOST_ROUNDS) throw new Error("It never comes to an end.");
}
