import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { loadCatalogue } from "../../../conversation/model-catalogue.ts";
import { selectModel } from "../../../conversation/select-model.ts";
import type { UserStore } from "../../../ports/store.ts";
import { readContext } from "../../../user/cached-context.ts";
import { planReminders } from "../planning/plan-reminders.ts";
import { askAnalyst, type TalkMessage } from "./ask-analyst.ts";
import { checkFound } from "./check-found.ts";

/** `unread`: nothing waits to be read. `unwished`: it was switched off, the conversation was deleted, or the month's budget is used up. */
export type AnalysedConversation = { outcome: "unread" | "unwished" | "unreadable" | "read"; found: number };

const MOST_MESSAGES = 40;

/**
 * PROCODE itself: reads what a person wrote in a conversation since it was read last, with one call of a model, and notes what they promised, aim
 * at or asked to be reminded of, each by the words they said it with. A second run finds nothing unread. Throws what the
 * provider throws, and then it is still unread.
 */
export async function analyseConversation(
  ctx: Context,
  { userId, conversationId }: { userId: string; conversationId: string },
): Promise<AnalysedConversation> {
  requireJob(ctx.actor);
  const seen = await ctx.store.asUser(userId, (tx) => readTalk(ctx, tx, conversationId));
  if (!seen) return { outcome: "unread", found: 0 };
  const { resting, talk, settings, profile, preferred, isWished } = seen;
  const readUntil = talk.findLast(({ role }) => role === "user")?.createdAt ?? resting.unreadSince;
  const over = { conversationId, dueAt: resting.dueAt, readUntil };
  if (!isWished || talk.length === 0) {
    await ctx.store.asUser(userId, (tx) => tx.analysis.endRest(over));
    return { outcome: isWished ? "unread" : "unwished", found: 0 };
  }
  const model = selectModel((await loadCatalogue(ctx)).models, { preferred });
  const { generationId, things } = await askAnalyst(ctx, { userId, model, profile, zone: settings.zone, talk });
  const now = ctx.clock.now();
  return ctx.store.asUser(userId, async (tx) => {
    const known = await tx.analysis.listFoundIn(talk.map(({ id }) => id));
    const found = checkFound(things ?? [], { talk, known, nowMs: now.getTime() });
    await tx.proactive.appendLoops(found.map((one) => ({ ...one, id: ctx.ids.next(), createdAt: now })));
    for (const sourceId of new Set(found.flatMap((one) => (one.kind === "reminder" ? one.sourceId : []))))
      await planReminders(ctx, tx, { userId, sourceId });
    await tx.analysis.append({ generationId, conversationId, found: found.length, analysedAt: now });
    await tx.analysis.endRest(over);
    return { outcome: things ? ("read" as const) : ("unreadable" as const), found: found.length };
  });
}

/** Null when nothing is unread. What was answered comes along, so that "yes, on Friday" can be understood. */
async function readTalk({ clock }: Context, tx: UserStore, conversationId: string) {
  const resting = await tx.analysis.findResting(conversationId);
  if (!resting) return null;
  const settings = await tx.proactive.getSettings();
  const conversation = await tx.conversations.findById(conversationId);
  const { messages } = await tx.messages.page({ conversationId, limit: MOST_MESSAGES });
  const oldestFirst: TalkMessage[] = messages.toReversed();
  const first = oldestFirst.findIndex(({ role, createdAt }) => role === "user" && createdAt >= resting.unreadSince);
  const now = clock.now();
  const spent = await tx.proactive.spentSince(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth())));
  return {
    ...{ resting, settings },
    talk: first < 0 ? [] : oldestFirst.slice(Math.max(0, first - 1)),
    isWished:
      settings.optedInAt !== null && conversation?.removedAt === null && Number(spent) < Number(settings.budgetUsd),
    profile: (await readContext(tx, null)).profile,
    preferred: (await tx.users.getSettings()).preferredModel,
  };
}
