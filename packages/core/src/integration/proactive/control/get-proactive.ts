import type { ProactiveSettings } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import type { StoredSchedule } from "../ledger/proactive-repository.ts";
import { withOwnZone } from "./with-own-zone.ts";

/** The person: what they allow to be written unasked, and the schedules of their own. */
export async function getProactive(
  ctx: Context,
): Promise<{ settings: ProactiveSettings; schedules: StoredSchedule[] }> {
  const userId = requireUser(ctx.actor);
  return ctx.store.asUser(userId, async (tx) => ({
    settings: await withOwnZone(tx, await tx.proactive.getSettings()),
    schedules: await tx.proactive.listSchedules(),
  }));
}
