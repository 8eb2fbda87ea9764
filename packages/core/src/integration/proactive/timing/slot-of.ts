import type { ProactiveRule } from "@procode/contracts";
import { orderOf } from "../planning/judge.ts";
import { hourOf } from "./hour-of.ts";

const MINUTE_MS = 60_000;

/**
 * What a message is the only one for: of what was ordered the minute that it was ordered for, whenever it comes; of what is unasked the
 * hour in which it comes. The database takes no second one.
 */
export function slotOf({ rule, dueMs }: { rule: ProactiveRule; dueMs: number }, atMs: number): Date {
  return new Date(orderOf(rule, dueMs) ? Math.floor(dueMs / MINUTE_MS) * MINUTE_MS : hourOf(atMs));
}
