import type { ProactiveSettings, SnoozeProactiveInput } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { HOUR_MS } from "../timing/hour-of.ts";
import { addDays, instantOf, wallAt } from "../timing/wall-clock.ts";
import { changeSettings } from "./change-settings.ts";

/** The person: nothing is written unasked for three hours, until nine in the morning of the next day, or for a week. */
export async function snoozeProactive(ctx: Context, { until }: SnoozeProactiveInput): Promise<ProactiveSettings> {
  const userId = requireUser(ctx.actor);
  const nowMs = ctx.clock.now().getTime();
  return ctx.store.asUser(userId, (tx) =>
    changeSettings(tx, userId, (before) => ({ ...before, snoozedUntil: endOf(until, before.zone, nowMs) })),
  );
}

function endOf(until: SnoozeProactiveInput["until"], zone: string, nowMs: number): Date | null {
  if (until === null) return null;
  if (until === "tomorrow") return new Date(instantOf(zone, addDays(wallAt(zone, nowMs).date, 1), "09:00"));
  return new Date(nowMs + (until === "week" ? 7 * 24 : 3) * HOUR_MS);
}
