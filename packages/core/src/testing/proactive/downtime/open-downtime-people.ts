import type { ProactiveChannel, ProactiveSettings, QuietHours } from "@procode/contracts";
import { type Context, jobContext, type Services } from "../../../context.ts";
import { claimProactive } from "../../../integration/proactive/ledger/claim-proactive.ts";
import { DEFAULT_PROACTIVE_SETTINGS } from "../../../integration/proactive/ledger/default-settings.ts";
import type { OpenLoop } from "../../../integration/proactive/ledger/proactive-repository.ts";
import { sendProactive } from "../../../integration/proactive/sending/send-proactive.ts";
import { HOUR_MS } from "../../../integration/proactive/timing/hour-of.ts";
import { claimTelegramChats } from "../../../integration/telegram/delivery/claim-telegram-chats.ts";
import { nextTelegramWork } from "../../../integration/telegram/delivery/next-telegram-work.ts";
import { receiveTelegramUpdates } from "../../../integration/telegram/delivery/receive-telegram-updates.ts";
import type { ScriptedTelegram } from "../../telegram/scripted-telegram.ts";
import type { Seeded } from "../../telegram/seeded.ts";
import { scheduleReminder } from "../schedule-reminder.ts";

export const DOWNTIME_BOT = 77;
/** All begins and ends lie well apart from the moments at which anything is looked at: the two clocks differ by seconds. */
const HALF_MS = HOUR_MS / 2;
export const ZONES = [
  "UTC",
  "Europe/Warsaw",
  "America/New_York",
  "Asia/Kathmandu",
  "Pacific/Chatham",
  "Australia/Lord_Howe",
];
const CHANNELS: ProactiveChannel[][] = [["web"], ["telegram"], ["telegram", "web"], ["web", "telegram"]];
const WINDOWS = [null, { from: "22:00", to: "07:00" }, { from: "09:00", to: "13:30" }, { from: "15:00", to: "23:30" }];
const KINDS = ["reminder", "promise", "goal"] as const;
/** More than one bot may write in a second. */
const CROWD = 40;
const REPLIES = 7;

/** `settings` hold since the outage; `begun` is what was handed over before somebody changed them. */
export type DowntimePerson = { userId: string; chatId: number | null; settings: ProactiveSettings; begun: string[] };
export type DowntimePeople = {
  people: DowntimePerson[];
  /** What stood in `sending` with Telegram's answer not written down, by its text. */
  inFlight: string[];
};
type Parts = {
  services: Services;
  telegram: ScriptedTelegram;
  random: Seeded;
  people: number;
  outageHours: number;
  newPerson(): Promise<string>;
};

/** People of every kind as an outage finds them: with plans for its hours, and with messages that dead processes hold. */
export async function openDowntimePeople(parts: Parts): Promise<DowntimePeople> {
  const { services, random } = parts;
  // It says that it lives by no beat from here on.
  const dead = jobContext({ ...services, worker: { id: services.ids.next() } }, "downtime");
  const found: DowntimePeople = { people: [], inFlight: [] };
  for (let number = 1; number <= parts.people; number++) {
    const channels = random.pick(CHANNELS);
    const person = await open(parts, dead, { number, channels, settings: randomSettings(random) });
    await plan(parts, dead, person);
    found.people.push(person);
  }
  for (let number = parts.people + 1; number <= parts.people + CROWD; number++) {
    const person = await open(parts, dead, { number, channels: ["telegram"], settings: {} });
    const atMs = services.clock.now().getTime() + (parts.outageHours - 1) * HOUR_MS + HALF_MS;
    await scheduleReminder(dead, { userId: person.userId, text: `crowd ${number}`, atMs, forHours: 6 });
    if (number === parts.people + 1) await queueReplies(services, person);
    found.people.push(person);
  }
  await beginInTelegram(parts, dead, found);
  return found;
}

function randomSettings(random: Seeded): Partial<ProactiveSettings> {
  const window = random.pick(WINDOWS);
  const perDay = 1 + random.below(4);
  return {
    zone: random.pick(ZONES),
    quietHours: Array.from({ length: 7 }, () => (random.chance() < 0.9 ? window : null)) as QuietHours,
    caps: { perDay, perWeek: perDay + random.below(8) },
    topics: { Tea: random.pick(["often", "often", "sometimes"] as const) },
  };
}

type Opening = { number: number; channels: ProactiveChannel[]; settings: Partial<ProactiveSettings> };

async function open(
  parts: Parts,
  dead: Context,
  { number, channels, settings: wishes }: Opening,
): Promise<DowntimePerson> {
  const { services, newPerson } = parts;
  const userId = await newPerson();
  const chatId = channels.includes("telegram") ? number : null;
  const { store, clock } = services;
  const never = Array.from({ length: 7 }, () => null) as unknown as QuietHours;
  const settings = {
    ...DEFAULT_PROACTIVE_SETTINGS,
    ...{ optedInAt: clock.now(), quietHours: never, caps: { perDay: 10, perWeek: 50 }, budgetUsd: "100" },
    ...{ ...wishes, channels },
  };
  if (chatId !== null) {
    const update = { updateId: chatId, chatId, kind: "message", payload: {}, ignore: null };
    await receiveTelegramUpdates(dead, { botId: DOWNTIME_BOT, updates: [update] });
  }
  await store.asUser(userId, async (tx) => {
    await tx.proactive.saveSettings(settings);
    if (chatId === null) return;
    const person = { telegramUserId: chatId, username: null, name: "Ada" };
    const connection = { botId: DOWNTIME_BOT, chatId, person, conversationId: null, showReceipt: true };
    await tx.telegram.connect({ ...connection, connectedAt: clock.now() });
  });
  return { userId, chatId, settings, begun: [] };
}

/** Loops and schedules for before, in and after the outage, and messages that were planned already; some of these are due at once. */
async function plan(
  { services, random, outageHours }: Parts,
  dead: Context,
  { userId }: DowntimePerson,
): Promise<void> {
  const { store, clock, ids } = services;
  const startMs = clock.now().getTime();
  const within = (fromHours: number, toHours: number) =>
    startMs + (fromHours + random.below(toHours - fromHours)) * HOUR_MS + HALF_MS;
  const loops = Array.from({ length: random.below(6) }, (): OpenLoop => {
    const id = ids.next();
    const about = { kind: random.pick(KINDS), words: "Buy tea", topic: "Tea", sourceId: id };
    return { id, ...about, dueAt: new Date(within(-3, outageHours + 3)), createdAt: clock.now() };
  });
  await store.asUser(userId, async (tx) => {
    await tx.proactive.appendLoops(loops);
    for (let count = random.below(3); count > 0; count--) {
      const at = `${String(random.below(24)).padStart(2, "0")}:30`;
      const [id, createdAt] = [ids.next(), new Date(startMs - 48 * HOUR_MS)];
      await tx.proactive.appendSchedule({
        id,
        words: "Tea",
        topic: "Tea",
        weekdays: [1, 2, 3, 4, 5, 6, 7],
        at,
        createdAt,
      });
      if (random.chance() < 0.3) await tx.proactive.pauseSchedule(id, clock.now());
    }
  });
  const planned = random.below(7);
  for (let count = 0; count < planned; count++) {
    const reminder = { userId, text: `planned ${count} of ${userId}`, atMs: within(-4, outageHours + 1) };
    await scheduleReminder(dead, { ...reminder, forHours: 1 + random.below(12) });
  }
  // Of those that are due by now some were claimed, and of these some were begun.
  for (const owner of await claimProactive(dead, { limit: 1 + random.below(3), userId })) {
    if (random.chance() < 0.8) await sendProactive(dead, owner);
  }
}

/** Of what stands in Telegram's queue some was on its way when the bot's process died; Telegram took some of that. */
async function beginInTelegram(
  { services, telegram, random }: Parts,
  dead: Context,
  found: DowntimePeople,
): Promise<void> {
  const owners = await claimTelegramChats(dead, { botId: DOWNTIME_BOT, kind: "proactive", limit: CROWD });
  for (const owner of owners) {
    if (random.chance() < 0.5) continue;
    const work = await nextTelegramWork(dead, owner);
    if (work?.kind !== "send") continue;
    const { id, body, chatId } = work.send;
    const begun = await services.store.asSystem((tx) => tx.telegram.beginSend(owner, id));
    if (begun.kind !== "begun") continue;
    found.inFlight.push(body.text);
    if (random.chance() < 0.5) telegram.accept({ ...body, chatId });
  }
}

async function queueReplies({ store }: Services, { userId, chatId }: DowntimePerson): Promise<void> {
  if (chatId === null) return;
  const reply = { botId: DOWNTIME_BOT, chatId, answer: null, part: 1, parts: 1 };
  const replies = Array.from({ length: REPLIES }, (_, number) => ({
    ...{ ...reply, dedupeKey: `reply ${number}` },
    body: { text: `reply ${number}`, entities: [] },
  }));
  await store.asUser(userId, (tx) => tx.telegram.queue(replies));
}
