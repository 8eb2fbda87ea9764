import type { Context } from "../../context.ts";
import { HOUR_MS } from "../../integration/proactive/timing/hour-of.ts";

type Reminder = { userId: string; text: string; atMs: number; forHours: number };

/** A reminder about tea that is planned for then and worth telling for so many hours; its id. It takes the next slot that is free. */
export async function scheduleReminder(ctx: Context, { userId, text, atMs, forHours }: Reminder): Promise<string> {
  const id = ctx.ids.next();
  await ctx.store.asUser(userId, async (tx) => {
    const slots = new Set((await tx.proactive.listSince(new Date(0))).map(({ slot }) => slot.getTime()));
    let slot = Math.floor(atMs / 60_000) * 60_000;
    while (slots.has(slot)) slot += 60_000;
    await tx.proactive.append({
      ...{
        id,
        slot: new Date(slot),
        reason: "planned",
        topic: "Tea",
        rule: "reminder",
        text,
        why: "You asked for it.",
      },
      ...{ facts: [], model: null, generationId: null, confidence: 90, loopId: null, contextVersion: 0 },
      ...{ settingsVersion: 1, newestMessageId: null, plannedAt: ctx.clock.now() },
      ...{ scheduledFor: new Date(atMs), expiresAt: new Date(atMs + forHours * HOUR_MS) },
    });
    await tx.proactive.move(id, "scheduled", "planned");
  });
  return id;
}
