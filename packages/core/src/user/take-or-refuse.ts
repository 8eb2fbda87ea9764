import type { Context } from "../context.ts";
import type { LimitRule } from "../ports/limits.ts";
import { ProcodeError } from "../procode-error.ts";

/** Takes one point of each rule. Throws LIMITED too-many-tries, with the time to wait, when one is used up. */
export async function takeOrRefuse(ctx: Context, rules: readonly (readonly [LimitRule, string])[]): Promise<void> {
  const results = await Promise.all(rules.map(([rule, key]) => ctx.limits.take(rule, key)));
  const refused = results.filter(({ allowed }) => !allowed);
  if (refused.length === 0) return;
  const retryAfterSeconds = Math.max(...refused.map((result) => result.retryAfterSeconds));
  throw new ProcodeError(
    "LIMITED",
    `Too many tries. Wait ${inWords(retryAfterSeconds)} and try again; nothing is lost.`,
    {
      reason: "too-many-tries",
      retryAfterSeconds,
    },
  );
}

function inWords(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, seconds)} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
