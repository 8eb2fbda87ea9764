import type { Random } from "../seeded-random.ts";

/**
 * What the server does to a letter. `refuse`: hangs up before a word. `laterAtOnce`, `neverAtOnce`: 451 or 550 to the recipient.
 * `hangUpBeforeData`: when the letter is announced. `later`, `never`: 451 or 554 after the final dot. `cutInData`: hangs up in the
 * middle of the letter, and takes nothing. `cutAfterDot`: takes it and hangs up without an answer. `silentAfterDot`: takes it and
 * never answers. `lateAfterDot`: takes it and answers one and a half seconds later.
 */
export type SmtpFault =
  | "refuse"
  | "laterAtOnce"
  | "neverAtOnce"
  | "hangUpBeforeData"
  | "cutInData"
  | "later"
  | "never"
  | "cutAfterDot"
  | "silentAfterDot"
  | "lateAfterDot";

/** The share of letters that each happens to, 0 to 1; together at most 1. */
export type SmtpFaults = Partial<Record<SmtpFault, number>>;

/** One of them, or none, as the dice say. */
export function drawFault(faults: SmtpFaults, random: Random): SmtpFault | null {
  let left = random();
  for (const [fault, share] of Object.entries(faults) as [SmtpFault, number][]) {
    if (left < share) return fault;
    left -= share;
  }
  return null;
}
