import type { JobSlot, JobThrottle } from "./job-desk.ts";

export type DueRun = { id: string; slots: readonly JobSlot[]; throttle: JobThrottle | null; isNew: boolean };
/** `tatMs`: when the bucket of its starts is empty again. */
export type ThrottleState = { key: string; tatMs: number };
export type PickInput = {
  /** Oldest first. */
  due: readonly DueRun[];
  /** How many runs are held in each slot. */
  busy: ReadonlyMap<string, number>;
  throttles: ReadonlyMap<string, number>;
  limit: number;
  nowMs: number;
};

/** Which of the due runs may be held now, and what became of the throttles by their starts. */
export function pickRuns({ due, busy, throttles, limit, nowMs }: PickInput): { ids: string[]; spent: ThrottleState[] } {
  const held = new Map(busy);
  const spent = new Map<string, number>();
  const ids: string[] = [];
  for (const { id, slots, throttle, isNew } of due) {
    if (ids.length === limit) break;
    if (slots.some(({ key, most }) => (held.get(key) ?? 0) >= most)) continue;
    if (throttle && isNew) {
      const tatMs = spent.get(throttle.key) ?? throttles.get(throttle.key) ?? 0;
      if (freeAtMs(throttle, tatMs) > nowMs) continue;
      spent.set(throttle.key, Math.max(tatMs, nowMs) + throttle.everyMs);
    }
    for (const { key } of slots) held.set(key, (held.get(key) ?? 0) + 1);
    ids.push(id);
  }
  return { ids, spent: [...spent].map(([key, tatMs]) => ({ key, tatMs })) };
}

/** When the next start is allowed: at an even pace, with `burst` of them ahead. */
export const freeAtMs = ({ everyMs, burst }: JobThrottle, tatMs: number): number => tatMs - (burst - 1) * everyMs;
