import { requireJob } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { UserStore } from "../../../ports/store.ts";
import { keepContext, readContext, recallContext } from "../../../user/cached-context.ts";
import { findGoals, findOpenLoops, type FoundLoop } from "./find-open-loops.ts";

const FAR = new Date("9999-01-01T00:00:00Z");

/**
 * PROCODE itself, after a person wrote (`messageId`), or changed what they told about themselves (null): notes what they
 * promised, asked to be reminded of or aim at, and that they answered a proactive message. Nothing is noted of anybody who did
 * not switch it on. Doing it again changes nothing.
 */
export async function noteProactive(
  ctx: Context,
  { userId, messageId }: { userId: string; messageId: string | null },
): Promise<void> {
  requireJob(ctx.actor);
  if (messageId === null) return noteGoals(ctx, userId);
  await ctx.store.asUser(userId, async (tx) => {
    const message = await tx.messages.findById(messageId);
    if (message?.role !== "user") return;
    if (message.parentId !== null) await noteReply(tx, userId, message.parentId);
    const { optedInAt, zone } = await tx.proactive.getSettings();
    if (!optedInAt) return;
    const createdAt = message.createdAt;
    const found = findOpenLoops(message.text, zone, createdAt.getTime());
    await append(ctx, tx, found, messageId);
  });
}

async function noteReply(tx: UserStore, userId: string, parentId: string): Promise<void> {
  const answered = await tx.proactive.findByMessage(parentId);
  if (answered?.state !== "sent" && answered?.state !== "read") return;
  await tx.proactive.move(answered.id, "responded", "You answered it.");
  await tx.events.append({ type: "ProactiveChanged", payload: { userId, messageId: answered.id } });
}

async function noteGoals(ctx: Context, userId: string): Promise<void> {
  const kept = await recallContext(ctx, userId);
  const context = await ctx.store.asUser(userId, async (tx) => {
    const context = await readContext(tx, kept);
    const { optedInAt, zone } = await tx.proactive.getSettings();
    if (!optedInAt) return context;
    const now = ctx.clock.now();
    const found = findGoals(context.profile.goals, zone, now.getTime());
    const known = (await tx.proactive.listLoops(FAR)).filter(({ kind }) => kind === "goal");
    const isNamed = (dueAt: Date) => found.some((goal) => goal.dueAt.getTime() === dueAt.getTime());
    for (const { id, dueAt } of known.filter((goal) => goal.dueAt > now && !isNamed(goal.dueAt))) {
      await tx.proactive.closeLoop(id, now, `It does not stand among your goals any more (${dueAt.toISOString()}).`);
    }
    await append(ctx, tx, found, userId);
    return context;
  });
  if (context !== kept) await keepContext(ctx, userId, context);
}

async function append(ctx: Context, tx: UserStore, found: readonly FoundLoop[], sourceId: string): Promise<void> {
  const createdAt = ctx.clock.now();
  await tx.proactive.appendLoops(found.map((loop) => ({ ...loop, id: ctx.ids.next(), sourceId, createdAt })));
}
