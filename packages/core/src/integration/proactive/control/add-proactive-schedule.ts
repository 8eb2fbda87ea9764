import type { AddProactiveScheduleInput } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { StoredSchedule } from "../ledger/proactive-repository.ts";
import { ProcodeError } from "../../../procode-error.ts";

const MOST = 20;

/** The person: something to be told on each of these days. Throws INVALID bad-input for more than twenty. */
export async function addProactiveSchedule(ctx: Context, input: AddProactiveScheduleInput): Promise<StoredSchedule> {
  const userId = requireUser(ctx.actor);
  const schedule = { ...input, id: ctx.ids.next(), createdAt: ctx.clock.now() };
  return ctx.store.asUser(userId, async (tx) => {
    if ((await tx.proactive.listSchedules()).length >= MOST) {
      throw new ProcodeError("INVALID", `You have ${MOST} schedules. Remove one, and add this one then.`, {
        reason: "bad-input",
      });
    }
    await tx.proactive.appendSchedule(schedule);
    await tx.events.append({ type: "ProactiveChanged", payload: { userId, messageId: null } });
    return { ...schedule, pausedAt: null };
  });
}
