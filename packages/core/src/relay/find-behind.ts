import { requireJob } from "../actor.ts";
import type { Context } from "../context.ts";
import { wantsOf } from "./consumers.ts";
import type { EventConsumer } from "./event-consumer.ts";

const PEOPLE_AT_ONCE = 2_000;
/** Before every id. */
export const FIRST_PERSON = "00000000-0000-0000-0000-000000000000";

/**
 * PROCODE itself: looks for people whose events wait although nobody said so, because who appended them died: those of
 * whom other processes spoke since the last look, and everybody in turn. Brings the gauges up to date. Returns where the next look goes on.
 */
export async function findBehind(
  ctx: Context,
  { consumers, after }: { consumers: readonly EventConsumer[]; after: string },
): Promise<string> {
  requireJob(ctx.actor);
  const suspects = ctx.outbox.takeSuspects();
  const look = { wants: wantsOf(consumers), suspects, after, limit: PEOPLE_AT_ONCE };
  const { people, next, dead } = await ctx.store.asSystem(async (tx) => {
    const [behind, given] = await Promise.all([tx.relay.findBehind(look), tx.relay.countDead()]);
    return { ...behind, dead: given };
  });
  for (const { userId, isDue } of people) if (isDue) ctx.outbox.add(userId);
  const oldestMs = Math.min(...people.map(({ since }) => since.getTime()), ctx.clock.now().getTime());
  ctx.measures.relayed({ lagSeconds: (ctx.clock.now().getTime() - oldestMs) / 1_000, dead });
  return next ?? FIRST_PERSON;
}
