import { type Context, jobContext, type Services } from "../../context.ts";
import { beat } from "../../conversation/beat.ts";
import { claimTelegramChats } from "../../integration/telegram/delivery/claim-telegram-chats.ts";
import { deliverTelegramSend } from "../../integration/telegram/delivery/deliver-telegram-send.ts";
import { finishTelegramUpdate } from "../../integration/telegram/delivery/finish-telegram-update.ts";
import { nextTelegramWork } from "../../integration/telegram/delivery/next-telegram-work.ts";
import { receiveTelegramUpdates } from "../../integration/telegram/delivery/receive-telegram-updates.ts";
import { releaseTelegramChat } from "../../integration/telegram/delivery/release-telegram-chat.ts";
import type { TelegramOwner } from "../../integration/telegram/telegram-desk.ts";
import type { NewTelegramSend } from "../../integration/telegram/telegram-repository.ts";
import type { TelegramMessage, TelegramOutcome } from "../../ports/telegram.ts";
import type { ScriptedTelegram } from "./scripted-telegram.ts";
import { mortalStore, ProcessDied } from "./mortal-store.ts";
import { type Seeded, seeded } from "./seeded.ts";

const BOT = 77;
const LEASE_PASSES_SECONDS = 5;
const MOST_STEPS = 20_000;

export type FaultChat = { chatId: number; userId: string };
export type FaultWorld = {
  seed: number;
  /** The number of the first update, and how many there are. */
  firstUpdateId: number;
  updates: number;
  /** How many processes may die. */
  kills: number;
  services: Services;
  telegram: ScriptedTelegram;
  chats: FaultChat[];
  /** Moves the time that leases, waits and retries follow. */
  pass(seconds: number): Promise<void>;
};
/** What happened, as Telegram and the driver saw it; the rows are read by the test. */
export type FaultRun = {
  /** Texts in the order in which Telegram took them. A text is the key of its send. */
  accepted: { chatId: number; text: string }[];
  /** The key of every send that an update asks for, with the answer it belongs to. */
  planned: Map<string, { chatId: number; messageId: string | null }>;
  /** The answers of a chat that were asked to be sent after the person had blocked the bot. */
  afterBlock: string[];
  kills: number;
  /** Times a process was late: its chat was taken while it spoke to Telegram. */
  takeovers: number;
  /** Times Telegram's answer was lost. */
  cuts: number;
};

type Process = { ctx: Context; owners: TelegramOwner[] };

/** Two processes work through updates of a few chats, while processes die, stall and Telegram misbehaves, as the seed says. */
export async function runTelegramFaults(world: FaultWorld): Promise<FaultRun> {
  const random = seeded(world.seed);
  const run: FaultRun = { accepted: [], planned: new Map(), afterBlock: [], kills: 0, takeovers: 0, cuts: 0 };
  const plans = planUpdates(world, random, run);
  const unsent = random.shuffled([...plans.keys(), ...plans.keys()]);
  let processes = [born(), born()];

  function born(): Process {
    const dies = () => {
      if (run.kills >= world.kills || random.chance() > 0.03) return null;
      run.kills++;
      return random.pick(["before", "after"] as const);
    };
    const { services } = world;
    const worker = { id: services.ids.next() };
    return { ctx: jobContext({ ...services, worker, store: mortalStore(services.store, dies) }, "faults"), owners: [] };
  }

  world.telegram.script = async (message) => {
    noteAfterBlock(message);
    if (random.chance() < 0.05) await takeOver(message.chatId);
    return answerOf(message);
  };
  const blocked = new Set<number>();
  function noteAfterBlock({ chatId, text }: TelegramMessage) {
    if (blocked.has(chatId) && run.planned.get(text)?.messageId) run.afterBlock.push(text);
  }

  // The process that speaks stands still for longer than its lease, and another one takes the chat from it.
  async function takeOver(chatId: number) {
    await world.pass(LEASE_PASSES_SECONDS);
    for (const other of random.shuffled(processes)) {
      if (other.owners.some((owner) => owner.chatId === chatId)) continue;
      await alive(other, async () => {
        await beat(other.ctx);
        const owners = await claimTelegramChats(other.ctx, { botId: BOT, limit: 10 });
        other.owners.push(...owners);
        if (owners.some((owner) => owner.chatId === chatId)) run.takeovers++;
      });
    }
  }

  function answerOf(message: TelegramMessage): TelegramOutcome {
    const accept = () => {
      run.accepted.push({ chatId: message.chatId, text: message.text });
      return world.telegram.accept(message);
    };
    if (blocked.has(message.chatId)) return { kind: "blocked", reason: "blocked by the person" };
    const dice = random.below(100);
    if (dice < 50) return accept();
    if (dice < 62) return { kind: "not-written", reason: "no connection" };
    if (dice < 70) return { kind: "hold", retryAfterSeconds: 1 + random.below(40) };
    if (dice < 80) return { kind: "server-error", reason: "Telegram said 500" };
    if (dice < 86) return { kind: "entities-refused", reason: "can't parse entities" };
    if (dice < 89) return { kind: "refused", reason: "Telegram said 400" };
    if (dice < 90) {
      blocked.add(message.chatId);
      return { kind: "blocked", reason: "blocked by the person" };
    }
    run.cuts++;
    if (random.chance() < 0.6) accept();
    if (dice < 97) return { kind: "uncertain", reason: "the line was cut" };
    throw new Error("the door broke");
  }

  async function step(process: Process): Promise<boolean> {
    const { ctx } = process;
    if (unsent.length > 0) {
      const batch = unsent.splice(0, 1 + random.below(4));
      const updates = batch.map((updateId) => ({
        ...{ updateId, chatId: plans.get(updateId)?.chatId ?? null, kind: "message" },
        ...{ payload: { text: `update ${updateId}` }, ignore: null },
      }));
      // Unconfirmed, Telegram sends them again.
      unsent.push(...batch);
      await receiveTelegramUpdates(ctx, { botId: BOT, updates });
      unsent.splice(unsent.length - batch.length, batch.length);
    }
    await beat(ctx);
    process.owners.push(...(await claimTelegramChats(ctx, { botId: BOT, limit: 1 + random.below(3) })));
    if (process.owners.length === 0) return false;
    await work(process, random.pick(process.owners));
    return true;
  }

  async function work(process: Process, owner: TelegramOwner) {
    const { ctx } = process;
    const leave = () => {
      process.owners = process.owners.filter((other) => other !== owner);
    };
    const next = await nextTelegramWork(ctx, owner);
    if (next === null) return leave();
    if (next.kind === "wait") return world.pass(Math.ceil(next.seconds));
    if (next.kind === "nothing") {
      if (await releaseTelegramChat(ctx, owner)) leave();
    } else if (next.kind === "send") {
      const delivered = await deliverTelegramSend(ctx, owner, next.send);
      if (delivered.kind === "lost") leave();
      if (delivered.kind === "wait") await world.pass(Math.ceil(delivered.seconds));
    } else {
      const { updateId } = next.update;
      const plan = plans.get(updateId);
      if (!plan) throw new Error(`Update ${updateId} is nobody's.`);
      const end = { updateId, state: "done", reason: null, userId: plan.userId, sends: plan.sends } as const;
      if (!(await finishTelegramUpdate(ctx, owner, end))) leave();
    }
  }

  async function alive(process: Process, work: () => Promise<unknown>) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ProcessDied)) throw error;
      processes = processes.map((other) => (other === process ? born() : other));
      return true;
    }
  }

  for (let steps = 0, idle = 0; idle < 6; steps++) {
    if (steps > MOST_STEPS) throw new Error(`Seed ${world.seed} never comes to an end.`);
    const process = random.pick(processes);
    const isBusy = await alive(process, () => step(process));
    idle = isBusy ? 0 : idle + 1;
    // What a dead process still owns is free after its lease.
    if (!isBusy) await world.pass(LEASE_PASSES_SECONDS);
  }
  return run;
}

type Plan = FaultChat & { sends: NewTelegramSend[] };

function planUpdates(
  { chats, firstUpdateId, updates, services }: FaultWorld,
  random: Seeded,
  run: FaultRun,
): Map<number, Plan> {
  const plans = new Map<number, Plan>();
  for (let updateId = firstUpdateId; updateId < firstUpdateId + updates; updateId++) {
    const chat = random.pick(chats);
    const answer =
      random.chance() < 0.7 ? { conversationId: services.ids.next(), messageId: services.ids.next() } : null;
    const parts = answer ? 1 + random.below(4) : 1;
    const sends = Array.from({ length: parts }, (_, index): NewTelegramSend => {
      const dedupeKey = `update ${updateId}, part ${index + 1}`;
      run.planned.set(dedupeKey, { chatId: chat.chatId, messageId: answer?.messageId ?? null });
      return {
        ...{ botId: BOT, chatId: chat.chatId, dedupeKey, answer, part: index + 1, parts },
        body: { text: dedupeKey, entities: [{ type: "bold", offset: 0, length: 6 }] },
      };
    });
    plans.set(updateId, { ...chat, sends });
  }
  return plans;
}
