export type LimitRule = { name: string; points: number; perSeconds: number };
export type LimitResult = { allowed: boolean; remaining: number; retryAfterSeconds: number };

export interface Limits {
  /** Takes one point for `key` under the rule. When the limiter itself is away the answer is allowed, and logged. */
  take(rule: LimitRule, key: string): Promise<LimitResult>;
  /** Gives all points of `key` back, after a success. */
  reset(rule: LimitRule, key: string): Promise<void>;
}
