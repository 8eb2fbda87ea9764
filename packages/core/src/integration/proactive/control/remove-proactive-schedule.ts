import type { ProactiveIdInput } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { notFound } from "../../../procode-error.ts";

/** The person: a schedule of their own is no more. Throws NOT_FOUND. */
export async function removeProactiveSchedule(ctx: Context, { id }: ProactiveIdInput): Promise<void> {
  const userId = requireUser(ctx.actor);
  await ctx.store.asUser(userId, async (tx) => {
    if (!(await tx.proactive.removeSchedule(id))) throw notFound("schedule");
    await tx.events.append({ type: "ProactiveChanged", payload: { userId, messageId: null } });
  });
}
