import type { ProactiveSettings } from "@procode/contracts";
import type { Linked } from "../update/turn.ts";
import type { Words } from "../words/words.ts";

type Snoozable = Pick<ProactiveSettings, "snoozedUntil" | "zone">;

/** Until when nothing comes unasked, in words and by the person's own clock; null where none holds. */
export function snoozeOf({ ctx }: Linked, words: Words, { snoozedUntil, zone }: Snoozable): string | null {
  return snoozedUntil !== null && snoozedUntil > ctx.clock.now() ? words.proactive.when(snoozedUntil, zone) : null;
}
