import { NBSP } from "./format-count.ts";

const TENTHS = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** How long something took, from milliseconds: "1.2 s", "42 s", "3 min 5 s", "8 h 50 min". */
export function formatDuration(ms: number): string {
  if (ms < 9_950) return `${TENTHS.format(Math.max(ms, 50) / 1_000)}${NBSP}s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds}${NBSP}s`;
  if (seconds < 3_600) return pair(Math.floor(seconds / 60), "min", seconds % 60, "s");
  const minutes = Math.round(seconds / 60);
  return pair(Math.floor(minutes / 60), "h", minutes % 60, "min");
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  const first = `${large}${NBSP}${largeUnit}`;
  return small === 0 ? first : `${first} ${small}${NBSP}${smallUnit}`;
}
