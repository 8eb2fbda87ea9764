import type { ProactiveSettings } from "@procode/contracts";
import type { StoredProactiveMessage } from "../ledger/proactive-repository.ts";
import { isQuiet, nextWaking } from "../timing/quiet-hours.ts";
import { addDays, instantOf, wallAt } from "../timing/wall-clock.ts";

/** On the clock on the person's wall: what came due in the night and the evening before waits for it. */
const LETTER_TIME = "09:00";
const WENT_OUT = new Set<StoredProactiveMessage["state"]>(["sending", "sent", "read", "responded", "uncertain"]);

/**
 * When the next letter may go: one a day, from nine in the morning on and not in quiet hours. `atMs` itself where today's may
 * go now; null where all of the week is quiet.
 */
export function letterTime(
  { zone, quietHours }: Pick<ProactiveSettings, "zone" | "quietHours">,
  { atMs, hasLetterToday }: { atMs: number; hasLetterToday: boolean },
): number | null {
  const wall = wallAt(zone, atMs);
  const earliest = instantOf(zone, hasLetterToday ? addDays(wall.date, 1) : wall.date, LETTER_TIME);
  // Not by the next whole minute: whoever looks a moment after each minute would wait for ever.
  if (atMs >= earliest && !isQuiet(quietHours, wall)) return atMs;
  return nextWaking(quietHours, zone, Math.max(atMs, earliest));
}

/** Whether a letter went out, or may have, on the date that the person's clock shows. */
export function hasLetterOn(
  messages: readonly Pick<StoredProactiveMessage, "channel" | "state" | "takenAt" | "scheduledFor">[],
  { zone, atMs }: { zone: string; atMs: number },
): boolean {
  const { date } = wallAt(zone, atMs);
  return messages.some(
    ({ channel, state, takenAt, scheduledFor }) =>
      channel === "email" && WENT_OUT.has(state) && wallAt(zone, (takenAt ?? scheduledFor).getTime()).date === date,
  );
}
