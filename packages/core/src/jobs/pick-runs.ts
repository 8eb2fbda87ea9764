import type { JobRoom, JobSlot, JobThrottle } from "./job-desk.ts";

export type DueRun = {
  id: string;
  functionId: string;
  slots: readonly JobSlot[];
  throttle: JobThrottle | null;
  isNew: boolean;
};
/** `tatMs`: when the bucket of its starts is empty again. */
export type ThrottleState = { key: string; tatMs: number };
export type PickInput = {
  /** Of each function its oldest first. */
  due: readonly DueRun[];
  /** How many runs are held in each slot. */
  busy: ReadonlyMap<string, number>;
  throttles: ReadonlyMap<string, number>;
  rooms: readonly JobRoom[];
  nowMs: number;
};

/** Which of the due runs may be held now, and what became of the throttles by their starts. */
export function pickRuns({ due, busy, throttles, rooms, nowMs }: PickInput): { ids: string[]; spent: ThrottleState[] } {
  const held = new Map(busy);
  const spent = new Map<string, number>();
  const left = new Map(rooms.map(({ functionId, most }) => [functionId, most]));
  const ids: string[] = [];
  for (const { id, functionId, slots, throttle, isNew } of due) {
    const room = left.get(functionId) ?? 0;
    if (room === 0) continue;
    if (slots.some(({ key, most }) => (held.get(key) ?? 0) >= most)) continue;
    if (throttle && isNew) {
      const tatMs = spent.get(throttle.key) ?? throttles.get(throttle.key) ?? 0;
      if (freeAtMs(throttle, tatMs) > nowMs) continue;
      spent.set(throttle.key, Math.max(tatMs, nowMs) + throttle.everyMs);
    }
    for (const { key } of slots) held.set(key, (held.get(key) ?? 0) + 1);
    left.set(functionId, room - 1);
    ids.push(id);
  }
  return { ids, spent: [...spent].map(([key, tatMs]) => ({ key, tatMs })) };
}

/** When the next start is allowed: at an even pace, with `burst` of them ahead. */
export const freeAtMs = ({ everyMs, burst }: JobThrottle, tatMs: number): number => tatMs - (burst - 1) * everyMs;
