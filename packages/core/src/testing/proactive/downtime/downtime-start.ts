import { HOUR_MS } from "../../../integration/proactive/timing/hour-of.ts";
import { seeded } from "../../telegram/seeded.ts";

/** In some of these three weeks of 2027 clocks are moved, in one zone or another. */
const [FROM_MS, HOURS, MINUTES_MS] = [Date.UTC(2027, 2, 13), 21 * 24, 7 * 60_000];

/** When the outage of a seed begins: at seven minutes past an hour, where nothing else begins or ends. */
export const downtimeStart = (seed: number): Date =>
  new Date(FROM_MS + seeded(seed * 31).below(HOURS) * HOUR_MS + MINUTES_MS);
