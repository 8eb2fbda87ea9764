import type { PauseProactiveScheduleInput } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { notFound } from "../../../procode-error.ts";

/**
 * The person: a schedule of their own rests until they let it go on. What is planned of it already is not sent while it rests; the same
 * again changes nothing. Throws NOT_FOUND.
 */
export async function pauseProactiveSchedule(ctx: Context, { id, paused }: PauseProactiveScheduleInput): Promise<void> {
  const userId = requireUser(ctx.actor);
  await ctx.store.asUser(userId, async (tx) => {
    if (!(await tx.proactive.pauseSchedule(id, paused ? ctx.clock.now() : null))) throw notFound("schedule");
    await tx.events.append({ type: "ProactiveChanged", payload: { userId, messageId: null } });
  });
}
