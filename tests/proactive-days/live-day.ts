import {
  addProactiveSchedule,
  claimProactive,
  CONSUMERS,
  DEFAULT_PROACTIVE_SETTINGS,
  jobContext,
  type ModelProvider,
  planProactive,
  POLICY,
  type PolicyRule,
  relayPerson,
  sendProactive,
  settleProactive,
  snoozeProactive,
  updateContext,
  updateProactive,
} from "@procode/core";
import { createTestContext, type TestContext, testModel } from "@procode/core/testing";
import { quietWindows } from "./quiet-windows.ts";
import type { Act, Day } from "./read-days.ts";
import { addDays, DAY_MS, instantOf } from "./wall.ts";

/** A message that reached somebody. `dueMs`: the time of what it is about; `plannedMs`: when it was thought of. */
export type Told = {
  atMs: number;
  text: string;
  topic: string;
  rule: string;
  confidence: number;
  dueMs: number | null;
  plannedMs: number;
  /** Written into the story, and not by the planner. */
  isGiven: boolean;
};

const HOUR_MS = 3_600_000;
const STEP_MS = 5 * 60_000;
const SILENT_MS = 3 * DAY_MS;

/**
 * Lives one story on the memory store with the product's own verbs, from its first line to the end of its day: what was written,
 * the planner once an hour, the worker every five minutes. Returns all that was told.
 */
export async function liveDay(
  day: Day,
  models: ModelProvider,
  policy: readonly PolicyRule[] = POLICY,
): Promise<Told[]> {
  const { zone, date, acts } = day;
  const endMs = instantOf(zone, addDays(date, 1), "00:00");
  const beginMs = Math.min(instantOf(zone, addDays(date, -1), "12:00"), ...acts.map(({ atMs }) => atMs - HOUR_MS));
  const life = await beginLife(day, models, beginMs);
  const { base, userId, job } = life;
  const waiting = [...acts];
  for (let nowMs = Math.ceil(beginMs / STEP_MS) * STEP_MS; nowMs < endMs; nowMs += STEP_MS) {
    for (let [act] = waiting; act && act.atMs <= nowMs; [act] = waiting) {
      life.turnTo(act.atMs);
      await life.act(act);
      waiting.shift();
    }
    life.turnTo(nowMs);
    if (day.away.some(({ fromMs, toMs }) => nowMs >= fromMs && nowMs < toMs)) continue;
    if (nowMs % HOUR_MS === 0 && life.hasSomething())
      await planProactive(job, { userId, at: base.clock.now() }, policy);
    if (!life.isDue()) continue;
    for (const owner of await claimProactive(job, { limit: 10 })) await sendProactive(job, owner, policy);
    await settleProactive(job);
  }
  return life.told();
}

async function beginLife(day: Day, models: ModelProvider, beginMs: number) {
  const base = createTestContext();
  base.models.catalogue = [testModel("procode/demo", { contextTokens: 128_000 })];
  base.models.script = (request) => models.stream(request);
  const turnTo = (atMs: number) => base.clock.advance(atMs - base.clock.now().getTime());
  turnTo(beginMs);
  const person = await base.newPerson();
  const { userId } = person;
  const job = jobContext(base, "days");
  const asPerson = <T>(run: Parameters<typeof base.store.asUser<T>>[1]) => base.store.asUser(userId, run);
  const relay = () => relayPerson(job, { userId, consumers: CONSUMERS });
  await asPerson((tx) => tx.proactive.saveSettings({ ...DEFAULT_PROACTIVE_SETTINGS, ...settingsOf(day, beginMs) }));
  await updateContext(person, { goals: day.goals, timeZone: day.zone });
  for (const order of day.orders) await addProactiveSchedule(person, order);
  await relay();
  const talk = createTalk(base, userId);
  const given = new Set<string>();

  // Each transaction leaves tables of its own behind.
  const tables = () => base.store.tables();
  const rows = () => [...tables().proactiveMessages.values()];
  const nowMs = () => base.clock.now().getTime();
  return {
    ...{ base, userId, job, turnTo },
    async act(act: Act): Promise<void> {
      if (act.kind === "told") {
        const place = await talk.append("answers", act.text);
        given.add(await tell(base, { userId, act, place }));
      } else if (act.kind === "off") await updateProactive(person, { optedIn: false });
      else if (act.kind === "snooze") await snoozeProactive(person, { until: act.until });
      else if (act.kind === "goals") await updateContext(person, { goals: act.text });
      else await talk.append(act.kind, act.text);
      await relay();
    },
    /** Whether an hour is worth a thought: the product's own question for this leaves out more. */
    hasSomething(): boolean {
      if (day.orders.length > 0) return true;
      const spoken = [...tables().messages.values()]
        .filter(({ role }) => role === "user")
        .map(({ createdAt }) => createdAt.getTime());
      if (spoken.length > 0 && nowMs() + HOUR_MS - Math.max(...spoken) > SILENT_MS) return true;
      return [...tables().openLoops.values()].some(
        ({ closed, dueAt }) => !closed && dueAt.getTime() < nowMs() + HOUR_MS,
      );
    },
    isDue: () => rows().some(({ state, scheduledFor }) => state === "scheduled" && scheduledFor.getTime() <= nowMs()),
    told: (): Told[] =>
      rows().flatMap(({ id, takenAt, plannedAt, loopId, ...row }) => {
        if (!takenAt) return [];
        const loop = [...tables().openLoops.values()].find((one) => one.id === loopId);
        return {
          ...{ atMs: takenAt.getTime(), plannedMs: plannedAt.getTime(), dueMs: loop?.dueAt.getTime() ?? null },
          ...{ text: row.text, topic: row.topic, rule: row.rule, confidence: row.confidence, isGiven: given.has(id) },
        };
      }),
  };
}

function settingsOf(day: Day, beginMs: number) {
  const { caps, topics, channels, budgetUsd, isOn } = day.settings;
  const optedInAt = isOn ? new Date(beginMs) : null;
  return { caps, topics, channels, budgetUsd, optedInAt, zone: day.zone, quietHours: quietWindows(day.settings) };
}

/** One conversation, as the person has it. */
function createTalk(base: TestContext, userId: string) {
  let conversationId: string | null = null;
  let parentId: string | null = null;
  return {
    async append(kind: "says" | "answers", text: string): Promise<{ conversationId: string; messageId: string }> {
      const [messageId, at] = [base.ids.next(), base.clock.now()];
      const begun = conversationId;
      const id = begun ?? base.ids.next();
      await base.store.asUser(userId, async (tx) => {
        if (!begun) await tx.conversations.append({ id, title: "Talk", model: null, channel: "web", at });
        await tx.messages.append({
          ...{ id: messageId, conversationId: id, parentId, clientId: null, generationId: null },
          ...{ role: kind === "says" ? "user" : "assistant", status: "complete", channel: "web", text, at },
        });
        await tx.conversations.update(id, { activeLeafId: messageId, activeAt: at, channel: "web" });
        const payload = { conversationId: id, messageId, userId, channel: "web" as const };
        if (kind === "says") await tx.events.append({ type: "MessageSent", payload });
      });
      [conversationId, parentId] = [id, messageId];
      return { conversationId: id, messageId };
    },
  };
}

type Telling = {
  userId: string;
  act: Extract<Act, { kind: "told" }>;
  place: { conversationId: string; messageId: string };
};

/** A message of an earlier day, through every state of the ledger, without the planner. */
async function tell(base: TestContext, { userId, act, place }: Telling): Promise<string> {
  const [id, at] = [base.ids.next(), base.clock.now()];
  const job = jobContext(base, "days");
  await base.store.asUser(userId, async (tx) => {
    const isPlaced = await tx.proactive.append({
      ...{ id, slot: new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS), reason: "story", topic: act.topic },
      ...{ rule: act.topic === "Checking in" ? "silence" : "promise", text: act.text, why: "It was due.", facts: [] },
      ...{ model: null, generationId: null, confidence: 90, loopId: null, contextVersion: 1, settingsVersion: 1 },
      ...{ newestMessageId: null, plannedAt: at, scheduledFor: at, expiresAt: new Date(at.getTime() + HOUR_MS) },
    });
    if (!isPlaced) throw new Error(`There are two messages for the hour of "${act.text}".`);
    await tx.proactive.move(id, "scheduled", "It is due.");
  });
  const owner = (await claimProactive(job, { limit: 10 })).find((one) => one.id === id);
  await base.store.asUser(userId, async (tx) => {
    if (owner) await tx.proactive.begin(owner, { channel: "web", ...place }, "It is sent in PROCODE.");
    if (!owner || !(await tx.proactive.arrive(owner, "It is there."))) throw new Error(`"${act.text}" did not arrive.`);
    const said = { id: base.ids.next(), proactiveId: id, topic: act.topic, givenAt: at };
    if (act.feedback) await tx.proactive.appendFeedback({ ...said, kind: act.feedback });
  });
  return id;
}
