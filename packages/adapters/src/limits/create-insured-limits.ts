import { createHash } from "node:crypto";
import type { LimitResult, LimitRule, Limits, Log } from "@procode/core";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Counts one rule. Throws when the place where it counts is away. */
export type RuleLimiter = { take(key: string): Promise<LimitResult>; reset(key: string): Promise<void> };

/**
 * Limits that count in a shared place and, while that is away, in this process: nobody is locked out by an outage, and
 * an outage opens no door to trying passwords. Keys are hashed, so that no address or e-mail is kept beside a counter.
 */
export function createInsuredLimits(shared: (rule: LimitRule) => RuleLimiter, log: Log): Limits {
  const pairs = new Map<string, { shared: RuleLimiter; own: RuleLimiter }>();

  function pairOf(rule: LimitRule) {
    const name = `${rule.name}:${rule.points}:${rule.perSeconds}`;
    const known = pairs.get(name) ?? { shared: shared(rule), own: createMemoryLimiter(rule) };
    pairs.set(name, known);
    return known;
  }

  return {
    async take(rule, key) {
      const pair = pairOf(rule);
      const hidden = hash(key);
      try {
        return await pair.shared.take(hidden);
      } catch (error) {
        log.error("the shared limiter is away; this process counts alone", { rule: rule.name, error });
        return pair.own.take(hidden);
      }
    },
    async reset(rule, key) {
      const pair = pairOf(rule);
      const hidden = hash(key);
      await pair.own.reset(hidden);
      try {
        await pair.shared.reset(hidden);
      } catch (error) {
        log.error("the shared limiter is away; points were not given back", { rule: rule.name, error });
      }
    },
  };
}

/** What rate-limiter-flexible answered, or the failure that it threw. */
export function toLimitResult(answer: unknown, allowed: boolean): LimitResult {
  if (!(answer instanceof RateLimiterRes)) throw answer;
  const retryAfterSeconds = allowed ? 0 : Math.max(1, Math.ceil(answer.msBeforeNext / 1000));
  return { allowed, remaining: answer.remainingPoints, retryAfterSeconds };
}

function createMemoryLimiter({ points, perSeconds, name }: LimitRule): RuleLimiter {
  const limiter = new RateLimiterMemory({ points, duration: perSeconds, keyPrefix: name });
  return {
    take: (key) =>
      limiter.consume(key).then(
        (answer) => toLimitResult(answer, true),
        (answer) => toLimitResult(answer, false),
      ),
    reset: async (key) => void (await limiter.delete(key)),
  };
}

function hash(key: string): string {
  return createHash("sha256").update(key).digest("base64url");
}
