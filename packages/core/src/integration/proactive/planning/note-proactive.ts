import type { ProactiveSettings } from "@procode/contracts";
import type { Context } from "../../../context.ts";
import type { UserStore } from "../../../ports/store.ts";
import type { InsideConsumer } from "../../../relay/event-consumer.ts";
import { restConversation } from "../analysis/rest-conversation.ts";
import { findGoals, findOpenLoops, type FoundLoop } from "../reading/find-open-loops.ts";
import { planReminders } from "./plan-reminders.ts";

const FAR = new Date("9999-01-01T00:00:00Z");

/**
 * After a person wrote, or changed what they told about themselves: notes what they promised, asked to be reminded of or aim at,
 * plans reminders that are due soon, and notes that they answered a proactive message. Nothing is noted of anybody who did not switch it on, and of who never saw its
 * page no more than that is read. Doing it again changes nothing.
 */
export const noteProactive: InsideConsumer = {
  name: "proactive",
  stage: "context analysis",
  types: ["MessageSent", "UserContextUpdated", "ProactiveChanged"],
  isConcerned: async (tx) => (await tx.proactive.getSettings()).version > 0,
  async consume(tx, event, ctx) {
    const settings = await tx.proactive.getSettings();
    if (event.type === "MessageSent") await noteMessage(ctx, tx, { ...event.payload, settings });
    else if (event.type === "UserContextUpdated") await noteGoals(ctx, tx, { ...event.payload, settings });
    // The goals of who switches it on stood there before.
    else if (event.type === "ProactiveChanged" && event.payload.messageId === null)
      await noteGoals(ctx, tx, { ...event.payload, settings });
  },
};

type Ctx = Pick<Context, "clock" | "ids">;

async function noteMessage(
  ctx: Context,
  tx: UserStore,
  { userId, messageId, settings }: { userId: string; messageId: string; settings: ProactiveSettings },
): Promise<void> {
  const message = await tx.messages.findById(messageId);
  if (message?.role !== "user") return;
  if (message.parentId !== null) await noteReply(tx, userId, message.parentId);
  if (!settings.optedInAt) return;
  const found = findOpenLoops(message.text, settings.zone, message.createdAt.getTime());
  await append(ctx, tx, found, messageId);
  await restConversation(ctx, tx, message);
  if (found.some(({ kind }) => kind === "reminder")) await planReminders(ctx, tx, { userId, sourceId: messageId });
}

async function noteReply(tx: UserStore, userId: string, parentId: string): Promise<void> {
  const answered = await tx.proactive.findByMessage(parentId);
  if (answered?.state !== "sent" && answered?.state !== "read") return;
  await tx.proactive.move(answered.id, "responded", "You answered it.");
  await tx.events.append({ type: "ProactiveChanged", payload: { userId, messageId: answered.id } });
}

async function noteGoals(
  ctx: Ctx,
  tx: UserStore,
  { userId, settings }: { userId: string; settings: ProactiveSettings },
): Promise<void> {
  if (!settings.optedInAt) return;
  const { profile } = await tx.users.getContext();
  const now = ctx.clock.now();
  const found = findGoals(profile.goals, settings.zone, now.getTime());
  const known = (await tx.proactive.listLoops(FAR)).filter(({ kind }) => kind === "goal");
  const isNamed = (dueAt: Date) => found.some((goal) => goal.dueAt.getTime() === dueAt.getTime());
  for (const { id, dueAt } of known.filter((goal) => goal.dueAt > now && !isNamed(goal.dueAt))) {
    await tx.proactive.closeLoop(id, now, `It does not stand among your goals any more (${dueAt.toISOString()}).`);
  }
  await append(ctx, tx, found, userId);
}

async function append(ctx: Ctx, tx: UserStore, found: readonly FoundLoop[], sourceId: string): Promise<void> {
  const createdAt = ctx.clock.now();
  await tx.proactive.appendLoops(found.map((loop) => ({ ...loop, id: ctx.ids.next(), sourceId, createdAt })));
}
