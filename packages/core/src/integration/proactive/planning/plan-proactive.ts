import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { loadCatalogue } from "../../../conversation/model-catalogue.ts";
import { selectModel } from "../../../conversation/select-model.ts";
import { ProcodeError } from "../../../procode-error.ts";
import { keepContext, recallContext } from "../../../user/cached-context.ts";
import type { NewProactiveMessage, OpenLoop, ProactiveDecision } from "../ledger/proactive-repository.ts";
import { askModel, type AskedModel } from "./ask-model.ts";
import { checkAnswer, type Chosen } from "./check-answer.ts";
import { hourOf } from "../timing/hour-of.ts";
import { slotOf } from "../timing/slot-of.ts";
import { type Candidate, findMissedLoops } from "./find-candidates.ts";
import { readSituation } from "./read-situation.ts";
import { POLICY, type PolicyRule } from "./policy.ts";
import { isOrder, reasonsAgainst, type Weighed, weighCandidates } from "./weigh-candidates.ts";

export type PlannedProactive =
  | { outcome: "planned"; messageId: string; scheduledFor: Date }
  | { outcome: "not-sent" }
  /** This hour was decided by an earlier run; nothing was changed. */
  | { outcome: "decided-before" };

/**
 * PROCODE itself: decides about one person in the hour that `at` lies in, with one call of a model at most, and stores what it
 * decided with its reasons, also when nothing is to be sent: one message, and beside it what was ordered for minutes of this hour. A
 * second run for the same hour changes nothing. Without a model what was ordered is told in the person's own words; where nothing was,
 * it throws what the provider throws, and then nothing is decided: it may be run again. `policy`: every rule, except where one is measured.
 */
export function planProactive(
  ctx: Context,
  person: Asked,
  policy: readonly PolicyRule[] = POLICY,
): Promise<PlannedProactive> {
  return ctx.tracer.span("proactive plan", {}, async (stage) => {
    const planned = await plan(ctx, person, policy);
    stage.note({ outcome: planned.outcome, proactiveId: planned.outcome === "planned" ? planned.messageId : null });
    return planned;
  });
}

type Asked = { userId: string; at: Date };

async function plan(ctx: Context, { userId, at }: Asked, policy: readonly PolicyRule[]): Promise<PlannedProactive> {
  requireJob(ctx.actor);
  const hour = new Date(hourOf(at.getTime()));
  const now = ctx.clock.now();
  const kept = await recallContext(ctx, userId);
  const hasEmail = ctx.channels.email !== null;
  const seen = await ctx.store.asUser(userId, async (tx) =>
    (await tx.proactive.isDecided(hour)) ? null : readSituation(tx, { cached: kept, now, hasEmail }),
  );
  if (!seen) return { outcome: "decided-before" };
  const { situation, context } = seen;
  if (context !== kept) await keepContext(ctx, userId, context);

  const judged = weighCandidates(seen, hour.getTime(), now.getTime(), policy);
  const welcome = judged.filter(({ isWelcome }) => isWelcome);
  const versions = { contextVersion: context.version, settingsVersion: situation.settings.version };
  const decision = { hour, decidedAt: now, ...versions };
  const missed = policy.includes("stale") ? findMissedLoops(seen, now.getTime()) : [];
  if (welcome.length === 0) {
    return store(ctx, userId, {
      decision: { ...decision, ...UNASKED, reasons: reasonsAgainst(judged) },
      closed: missed,
      messages: [],
    });
  }

  const asked = await ask(ctx, { userId, seen, welcome });
  const choice = checkAnswer(asked, { welcome, situation, written: seen.written, nowMs: now.getTime(), policy });
  const told = {
    model: asked.model,
    generationId: asked.generationId,
    confidence: hundredths(asked),
    reasons: choice.reasons,
  };
  const messages = choice.chosen.map((chosen) => ({
    ...{ ...messageOf(ctx, chosen, asked), ...versions, newestMessageId: seen.newestMessageId, plannedAt: now },
    trace: ctx.tracer.traceparent(),
  }));
  const refused = choice.refused.flatMap(({ candidate: { rule, sourceId }, why }) =>
    rule === "reminder" && sourceId ? [{ id: sourceId, why }] : [],
  );
  return store(ctx, userId, {
    decision: { ...decision, ...UNASKED, ...told },
    closed: [...missed, ...refused],
    messages,
  });
}

/** What a model says of it. What was ordered does not wait for a provider that is away, nor a reminder for the budget of another month. */
async function ask(
  ctx: Context,
  { userId, seen, welcome }: { userId: string; seen: Seen; welcome: readonly Weighed[] },
) {
  const { situation, context, preferredModel } = seen;
  const { settings, reachable, spentUsd } = situation;
  const channel = settings.channels.find((one) => reachable.includes(one)) ?? "web";
  const unasked = { generationId: null, model: null, answer: null };
  if (spentUsd >= Number(settings.budgetUsd) && welcome.every(isOrder))
    return { ...unasked, unanswered: { rule: "budget", said: "No model was asked: the month's budget is used up." } };
  try {
    return await askModel(ctx, {
      ...{ userId, channel, profile: context.profile, history: seen.history, sent: seen.written },
      model: selectModel((await loadCatalogue(ctx)).models, { preferred: preferredModel }),
      candidates: welcome.map(({ candidate }) => candidate),
    });
  } catch (error) {
    if (!welcome.some(isOrder)) throw error;
    ctx.log.warn("no model could be asked, so what was ordered is told without", { userId, error });
    return { ...unasked, unanswered: { rule: "model", said: "No model could be asked." } };
  }
}

type Seen = Awaited<ReturnType<typeof readSituation>>;

const UNASKED = { outcome: "not-sent", messageId: null, model: null, generationId: null, confidence: null } as const;

const hundredths = ({ answer }: AskedModel): number | null => answer && Math.round(answer.confidence * 100);

function messageOf(ctx: Context, { candidate, isOwn, text, why, atMs, untilMs }: Chosen, asked: AskedModel) {
  return {
    id: ctx.ids.next(),
    slot: slotOf(candidate, atMs),
    reason: `${candidate.rule}: ${candidate.words}`,
    topic: candidate.topic,
    rule: candidate.rule,
    ...{ text, why },
    facts: [factOf(candidate)],
    model: isOwn ? null : asked.model,
    generationId: isOwn ? null : asked.generationId,
    confidence: isOwn ? 100 : (hundredths(asked) ?? 0),
    loopId: candidate.rule === "schedule" ? null : candidate.sourceId,
    scheduledFor: new Date(atMs),
    expiresAt: new Date(untilMs),
  };
}

function factOf({ rule, sourceId, words }: Candidate) {
  const kind = rule === "schedule" || rule === "silence" ? rule : ("loop" as const);
  return { kind, id: sourceId, words };
}

type Decided = {
  decision: ProactiveDecision;
  /** Loops that nobody is told of any more; without `why` their time went by. */
  closed: readonly (Pick<OpenLoop, "id"> & { why?: string })[];
  messages: readonly NewProactiveMessage[];
};

/** Decision, messages and loops in one transaction, once for the hour. */
async function store(ctx: Context, userId: string, { decision, closed, messages }: Decided): Promise<PlannedProactive> {
  try {
    return await ctx.store.asUser(userId, async (tx) => {
      const planned: NewProactiveMessage[] = [];
      for (const message of messages) if (await tx.proactive.append(message)) planned.push(message);
      const [first] = planned;
      const taken = messages.length > 0 && !first ? [{ rule: "slot", said: "That time has its message already." }] : [];
      const outcome = first ? { outcome: "planned" as const, messageId: first.id } : {};
      const isFirst = await tx.proactive.decide({ ...decision, ...outcome, reasons: [...decision.reasons, ...taken] });
      if (!isFirst) throw decidedBefore();
      for (const { id, why = "Its time went by before it could be told." } of closed)
        await tx.proactive.closeLoop(id, decision.decidedAt, why);
      for (const { id, scheduledFor } of planned) {
        await tx.proactive.move(id, "scheduled", `Planned for ${scheduledFor.toISOString()}.`);
        await tx.events.append({ type: "ProactiveChanged", payload: { userId, messageId: id } });
      }
      return first
        ? { outcome: "planned", messageId: first.id, scheduledFor: first.scheduledFor }
        : { outcome: "not-sent" };
    });
  } catch (error) {
    if (error instanceof ProcodeError && error.details.reason === "already-exists")
      return { outcome: "decided-before" };
    throw error;
  }
}

// Thrown so that what this run wrote goes with it.
const decidedBefore = (): ProcodeError =>
  new ProcodeError("CONFLICT", "This hour was decided by another run.", { reason: "already-exists" });
