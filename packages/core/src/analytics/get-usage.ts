import type { Usage, UsageInput } from "@procode/contracts";
import { requireUser } from "../actor.ts";
import type { Context } from "../context.ts";

const DAY_MS = 86_400_000;

/** The person: what their own answers cost. */
export async function getUsage(ctx: Context, { days }: UsageInput): Promise<Usage> {
  const userId = requireUser(ctx.actor);
  const now = ctx.clock.now();
  return ctx.store.asUser(userId, (tx) => tx.responses.usage({ since: new Date(now.getTime() - days * DAY_MS), now }));
}
