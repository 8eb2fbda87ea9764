import { type Context, jobContext, type Services } from "../../context.ts";
import { DEFAULT_PROACTIVE_SETTINGS } from "../../integration/proactive/ledger/default-settings.ts";
import type { HeldDecision } from "../../integration/proactive/ledger/proactive-desk.ts";
import { findProactivePeople } from "../../integration/proactive/planning/find-proactive-people.ts";
import { planProactive } from "../../integration/proactive/planning/plan-proactive.ts";
import { HOUR_MS } from "../../integration/proactive/timing/hour-of.ts";
import { slotOf } from "../../integration/proactive/timing/slot-of.ts";
import type { Store } from "../../ports/store.ts";
import { answerWith, type ScriptedProvider } from "../scripted-provider.ts";
import { seeded } from "../telegram/seeded.ts";

type World = { services: Services; models: ScriptedProvider; userIds: readonly string[]; seed: number };
export type SieveRun = { problems: string[]; found: number; held: number; passed: number };

/**
 * People as the seed says, sieved as a set and then planned one by one: whoever is held back would not have been asked about, for the
 * same reasons; whoever is found is asked about, or has loops to be closed; nobody else is.
 */
export async function findSieveProblems({ services, models, userIds, seed }: World): Promise<SieveRun> {
  const ctx = jobContext(services, "sieve");
  const random = seeded(seed);
  for (const userId of userIds) await fill(ctx, userId, random);
  const at = services.clock.now();
  const held: HeldDecision[] = [];
  const dry = jobContext({ ...services, store: withoutDecisions(services.store, held) }, "sieve");
  const found: string[] = [];
  for (let after: string | null = null, isMore = true; isMore; isMore = after !== null) {
    const page: Awaited<ReturnType<typeof findProactivePeople>> = await findProactivePeople(dry, {
      at,
      after,
      limit: 7,
    });
    found.push(...page.userIds);
    after = page.next;
  }

  const problems: string[] = [];
  const refusal = { send: false, text: "", topic: "Tea", reason: "No.", sendAt: at.toISOString(), confidence: 1 };
  models.script = () => answerWith(JSON.stringify(refusal));
  for (const userId of userIds) {
    const [asked, open] = [models.requests.length, await openLoops(ctx, userId)];
    await planProactive(ctx, { userId, at });
    const isAsked = models.requests.length > asked;
    const isClosed = (await openLoops(ctx, userId)) < open;
    if (found.includes(userId) !== (isAsked || isClosed))
      problems.push(
        `${userId} was ${found.includes(userId) ? "" : "not "}found, and the model was ${isAsked ? "" : "not "}asked`,
      );
    const [decision] = await ctx.store.asUser(userId, (tx) => tx.proactive.listDecisions(1));
    const before = held.find((one) => one.userId === userId);
    const isSame = JSON.stringify(before?.reasons) === JSON.stringify(decision?.reasons);
    if (before && !isSame) problems.push(`${userId} was held back for other reasons than the planner's`);
  }
  return { problems, found: found.length, held: held.length, passed: userIds.length - found.length - held.length };
}

const openLoops = async (ctx: Context, userId: string): Promise<number> =>
  (await ctx.store.asUser(userId, (tx) => tx.proactive.listLoops(new Date("2100-01-01T00:00:00Z")))).length;

/** Remembers what would be decided, so that the planner decides about the same people afterwards. */
const withoutDecisions = (store: Store, held: HeldDecision[]): Store => ({
  ...store,
  asSystem: (work) =>
    store.asSystem((tx) => {
      const decideHeld = async (decisions: readonly HeldDecision[]) => held.push(...decisions);
      return work({ ...tx, proactive: { ...tx.proactive, decideHeld } });
    }),
});

const TOPICS = ["Tea", "Rent", "Work"];
const NEVER = [null, null, null, null, null, null, null] as const;

async function fill(ctx: Context, userId: string, random: ReturnType<typeof seeded>): Promise<void> {
  const nowMs = ctx.clock.now().getTime();
  const near = (fromHours: number, toHours: number) =>
    new Date(nowMs + Math.floor((fromHours + random.chance() * (toHours - fromHours)) * 60) * 60_000);
  const some = <One>(most: number, make: () => One): One[] => Array.from({ length: random.below(most + 1) }, make);
  const zone = random.pick(["UTC", "Asia/Kathmandu", "America/New_York", "Pacific/Auckland"]);
  const loops = some(2, () => {
    const [id, kind] = [ctx.ids.next(), random.pick(["reminder", "promise", "goal"] as const)];
    const [dueAt, createdAt] = [near(-26, 2), near(-60, -27)];
    return { ...{ id, kind, dueAt, createdAt }, words: "Buy it", topic: random.pick(TOPICS), sourceId: id };
  });
  const schedules = some(1, () => {
    const at = `${String(random.below(24)).padStart(2, "0")}:30`;
    const plan = { weekdays: [1, 2, 3, 4, 5, 6, 7], at, createdAt: near(-60, -27) };
    return { ...plan, id: ctx.ids.next(), words: "Plan the day", topic: random.pick(TOPICS) };
  });
  const messages = some(3, () => near(-40, 3));
  await ctx.store.asUser(userId, async (tx) => {
    await tx.proactive.saveSettings({
      ...DEFAULT_PROACTIVE_SETTINGS,
      optedInAt: new Date(nowMs - 90 * 24 * HOUR_MS),
      zone,
      channels: [random.pick(["telegram", "web"] as const)],
      ...(random.chance() < 0.7 && { quietHours: [...NEVER] as never }),
      topics: { tea: random.pick(["often", "rarely", "never"] as const) },
      caps: { perDay: 1 + random.below(3), perWeek: 2 + random.below(5) },
      snoozedUntil: random.pick([null, null, near(-5, 0), near(0, 40)]),
    });
    await tx.proactive.appendLoops(loops);
    for (const schedule of schedules) await tx.proactive.appendSchedule(schedule);
    if (random.chance() < 0.7) {
      const id = ctx.ids.next();
      const at = random.chance() < 0.5 ? near(-60, -1) : near(-24 * 40, -24 * 6);
      await tx.conversations.append({ id, title: "Tea", model: null, channel: "web", at });
      await tx.messages.append({
        ...{
          id: ctx.ids.next(),
          conversationId: id,
          parentId: null,
          clientId: null,
          generationId: null,
          role: "user",
          at,
        },
        ...{ status: "complete", channel: "web", text: "I like tea." },
      });
    }
    for (const at of messages) {
      const [id, schedule] = [ctx.ids.next(), random.chance() < 0.3 ? schedules[0] : undefined];
      const rule = schedule ? ("schedule" as const) : random.pick(["reminder", "silence"] as const);
      const facts = schedule ? [{ kind: "schedule" as const, id: schedule.id, words: "Plan the day" }] : [];
      const loopId = rule === "reminder" ? (loops[0]?.id ?? null) : null;
      const about = { rule, facts, loopId, topic: random.pick(TOPICS), text: id, why: "Due.", reason: "planned" };
      const versions = {
        contextVersion: 0,
        settingsVersion: 1,
        newestMessageId: null,
        model: null,
        generationId: null,
      };
      const times = {
        plannedAt: new Date(at.getTime() - HOUR_MS),
        scheduledFor: at,
        expiresAt: new Date(nowMs + 48 * HOUR_MS),
      };
      const slot = slotOf({ rule, dueMs: at.getTime() }, at.getTime());
      if (!(await tx.proactive.append({ ...about, ...versions, ...times, id, confidence: 90, slot }))) continue;
      await tx.proactive.move(id, "scheduled", "planned");
      if (random.chance() < 0.3) await tx.proactive.move(id, "cancelled", "not any more");
      const said = { proactiveId: id, topic: about.topic, givenAt: near(-40, 0) };
      if (random.chance() < 0.4) await tx.proactive.appendFeedback({ ...said, id: ctx.ids.next(), kind: "down" });
    }
    for (let hours = 1; hours <= 4; hours++) {
      if (random.chance() < 0.6) continue;
      const hour = new Date(Math.floor(nowMs / HOUR_MS) * HOUR_MS - hours * HOUR_MS);
      const none = { messageId: null, model: null, generationId: null, confidence: null };
      const why = { reasons: [{ rule: "caps", said: "Enough." }], contextVersion: 0, settingsVersion: 1 };
      await tx.proactive.decide({ ...none, ...why, hour, decidedAt: hour, outcome: "not-sent" });
    }
  });
}
