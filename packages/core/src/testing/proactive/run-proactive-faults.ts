import { type Context, jobContext, type Services } from "../../context.ts";
import { beat } from "../../conversation/beat.ts";
import { claimProactive } from "../../integration/proactive/ledger/claim-proactive.ts";
import { DEFAULT_PROACTIVE_SETTINGS } from "../../integration/proactive/ledger/default-settings.ts";
import type { ProactiveOwner } from "../../integration/proactive/ledger/proactive-repository.ts";
import { settleProactive } from "../../integration/proactive/ledger/settle-proactive.ts";
import { planProactive } from "../../integration/proactive/planning/plan-proactive.ts";
import { sendProactive } from "../../integration/proactive/sending/send-proactive.ts";
import { claimTelegramChats } from "../../integration/telegram/delivery/claim-telegram-chats.ts";
import { deliverTelegramSend } from "../../integration/telegram/delivery/deliver-telegram-send.ts";
import { finishTelegramUpdate } from "../../integration/telegram/delivery/finish-telegram-update.ts";
import { nextTelegramWork } from "../../integration/telegram/delivery/next-telegram-work.ts";
import { receiveTelegramUpdates } from "../../integration/telegram/delivery/receive-telegram-updates.ts";
import type { TelegramOwner } from "../../integration/telegram/telegram-desk.ts";
import type { TelegramMessage, TelegramOutcome } from "../../ports/telegram.ts";
import { answerWith, type ScriptedProvider } from "../scripted-provider.ts";
import { mortalStore, ProcessDied } from "../telegram/mortal-store.ts";
import type { ScriptedTelegram } from "../telegram/scripted-telegram.ts";
import { seeded } from "../telegram/seeded.ts";

const [BOT, HOUR_MS] = [77, 3_600_000];
/** Longer than the lease of a claim, and of a process. */
const LEASES_PASS_SECONDS = 61;
const NOTHING_PASSES_SECONDS = 300;
const IDLE_STEPS = 20;
/** More than a message waits at most. */
const LAST_HOURS = 10;
const MOST_STEPS = 20_000;
const NEVER_QUIET = [null, null, null, null, null, null, null] as const;

export type ProactiveFaultWorld = {
  seed: number;
  people: { userId: string; chatId: number }[];
  /** How many hours are planned for each of them. */
  hours: number;
  /** How many processes may die. */
  kills: number;
  /** Its clock is near the database's. */
  services: Services;
  models: ScriptedProvider;
  telegram: ScriptedTelegram;
  /** Moves the clock, and the time that leases, waits and retries follow. */
  pass(seconds: number): Promise<void>;
};
/** What happened, as Telegram and the driver saw it; the rows are read by the test. */
export type ProactiveFaultRun = {
  /** How often Telegram took each text. */
  accepted: Map<string, number>;
  kills: number;
  /** Times a worker was late: its message was another's before it went on. */
  late: number;
  /** Times Telegram's answer was lost, or was an error of its own. */
  cuts: number;
};
type Process = { ctx: Context; chats: TelegramOwner[]; claimed: ProactiveOwner[] };

/** Three processes plan, claim, send and settle for a few people, while they die, stall and Telegram misbehaves, as the seed says. */
export async function runProactiveFaults(world: ProactiveFaultWorld): Promise<ProactiveFaultRun> {
  const { services, people, telegram, models } = world;
  const random = seeded(world.seed);
  const run: ProactiveFaultRun = { accepted: new Map(), kills: 0, late: 0, cuts: 0 };
  const start = services.clock.now();
  const plans = people.flatMap(({ userId }) =>
    Array.from({ length: world.hours }, (_, hour) => ({ userId, at: new Date(start.getTime() + hour * HOUR_MS) })),
  );
  // A cron fires twice, and on two processes.
  let unplanned = random.shuffled([...plans, ...plans]);
  let processes = [born(), born(), born()];
  let [texts, asked] = [0, 0];
  for (const person of people) await begin(person);

  models.script = () => {
    const text = Array.from({ length: 6 }, (_, place) => `w${texts * 6 + place}`).join(" ");
    texts++;
    const sendAt = services.clock.now().toISOString();
    return answerWith(JSON.stringify({ send: true, text, topic: "Tea", reason: "Due.", sendAt, confidence: 1 }));
  };
  telegram.script = (message) => answerOf(message);

  function born(): Process {
    const dies = () => {
      if (run.kills >= world.kills || random.chance() > 0.04) return null;
      run.kills++;
      return random.pick(["before", "after"] as const);
    };
    const worker = { id: services.ids.next() };
    const ctx = jobContext({ ...services, worker, store: mortalStore(services.store, dies) }, "faults");
    return { ctx, chats: [], claimed: [] };
  }

  async function begin({ userId, chatId }: { userId: string; chatId: number }): Promise<void> {
    const ctx = jobContext(services, "faults");
    const update = { updateId: chatId, chatId, kind: "message", payload: {}, ignore: null };
    await receiveTelegramUpdates(ctx, { botId: BOT, updates: [update] });
    await services.store.asUser(userId, async (tx) => {
      const caps = { perDay: 10, perWeek: 50 };
      const settings = { ...DEFAULT_PROACTIVE_SETTINGS, caps, quietHours: [...NEVER_QUIET] as never, budgetUsd: "100" };
      await tx.proactive.saveSettings({ ...settings, optedInAt: start });
      const loops = plans
        .filter((plan) => plan.userId === userId)
        .map(({ at: dueAt }) => {
          const id = services.ids.next();
          return {
            id,
            kind: "reminder" as const,
            // Like no other one's, since what Telegram took is known by its words.
            words: `a${++asked} b${asked} c${asked}`,
            topic: "Tea",
            dueAt,
            sourceId: id,
            createdAt: start,
          };
        });
      await tx.proactive.appendLoops(loops);
    });
  }

  function answerOf(message: TelegramMessage): TelegramOutcome {
    const accept = () => {
      run.accepted.set(message.text, (run.accepted.get(message.text) ?? 0) + 1);
      return telegram.accept(message);
    };
    const dice = random.below(100);
    if (dice < 62) return accept();
    if (dice < 70) return { kind: "not-written", reason: "no connection" };
    if (dice < 76) return { kind: "hold", retryAfterSeconds: 1 + random.below(40) };
    if (dice < 82) {
      run.cuts++;
      return { kind: "server-error", reason: "Telegram said 500" };
    }
    if (dice < 86) return { kind: "refused", reason: "Telegram said 400" };
    if (dice < 87) return { kind: "blocked", reason: "blocked by the person" };
    run.cuts++;
    if (random.chance() < 0.6) accept();
    if (dice < 96) return { kind: "uncertain", reason: "the line was cut" };
    throw new Error("the door broke");
  }

  /** One thing that a process does; false where there was nothing to do. */
  async function step(process: Process): Promise<boolean> {
    const { ctx } = process;
    const plan = unplanned[0];
    if (plan && random.chance() < 0.3) {
      await planProactive(ctx, plan);
      unplanned = unplanned.filter((other) => other !== plan);
      return true;
    }
    if (random.chance() < 0.15) {
      // It stands still for longer than its lease; others look after what it held.
      await world.pass(LEASES_PASS_SECONDS);
      return false;
    }
    if (random.chance() < 0.3) return settle(process);
    return (await send(process)) || workForChat(process);
  }

  async function settle({ ctx }: Process): Promise<boolean> {
    const { ended, expired, recovered } = await settleProactive(ctx);
    return ended + expired + recovered > 0;
  }

  async function send(process: Process): Promise<boolean> {
    const { ctx } = process;
    if (process.claimed.length === 0) process.claimed = await claimProactive(ctx, { limit: 1 + random.below(3) });
    const owner = process.claimed.shift();
    if (!owner) return false;
    const { state } = await sendProactive(ctx, owner);
    if (state === "late") run.late++;
    return true;
  }

  async function workForChat(process: Process): Promise<boolean> {
    const { ctx } = process;
    await beat(ctx);
    const busy = process.chats.map(({ chatId }) => chatId);
    process.chats.push(...(await claimTelegramChats(ctx, { botId: BOT, limit: 3, busy })));
    const owner = process.chats.shift();
    if (!owner) return false;
    // Each in its turn.
    process.chats.push(owner);
    const leave = () => {
      process.chats = process.chats.filter((other) => other !== owner);
    };
    const work = await nextTelegramWork(ctx, owner);
    if (work === null) leave();
    else if (work.kind === "wait") await world.pass(Math.ceil(work.seconds));
    else if (work.kind === "send") {
      const delivered = await deliverTelegramSend(ctx, owner, work.send);
      if (delivered.kind === "wait") await world.pass(Math.ceil(delivered.seconds));
    } else if (work.kind === "update") {
      const { updateId } = work.update;
      await finishTelegramUpdate(ctx, owner, { updateId, state: "done", reason: null, userId: null, sends: [] });
    }
    return work !== null && work.kind !== "nothing";
  }

  /** Whether it did something; a death counts. */
  async function alive(process: Process, work: (process: Process) => Promise<boolean>): Promise<boolean> {
    try {
      return await work(process);
    } catch (error) {
      if (!(error instanceof ProcessDied)) throw error;
      processes = processes.map((other) => (other === process ? born() : other));
      return true;
    }
  }

  let steps = 0;
  const count = () => {
    if (++steps > MOST_STEPS) throw new Error(`Seed ${world.seed} never comes to an end.`);
  };
  for (let idle = 0; idle < IDLE_STEPS || unplanned.length > 0; count()) {
    const isBusy = await alive(random.pick(processes), step);
    idle = isBusy ? 0 : idle + 1;
    // Towards the next hour, and past what dead processes still hold.
    if (!isBusy) await world.pass(NOTHING_PASSES_SECONDS);
  }
  // Then everybody does all there is, hour after hour, until nothing was left for long.
  for (let hours = 0; hours < LAST_HOURS; count()) {
    let isBusy = false;
    for (const process of processes)
      for (const work of [settle, send, ...people.map(() => workForChat)])
        isBusy = (await alive(process, work)) || isBusy;
    hours = isBusy ? 0 : hours + 1;
    if (!isBusy) await world.pass(HOUR_MS / 1_000);
  }
  return run;
}
