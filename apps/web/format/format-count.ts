const WHOLE = new Intl.NumberFormat("en");
const SHORT = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
/** Keeps a number and its unit on one line. */
export const NBSP = "\u00a0";

/** "1,284" */
export function formatNumber(value: number): string {
  return WHOLE.format(value);
}

/** "1 word", "32 words"; joined by a no-break space. */
export function formatCount(value: number, one: string, many = `${one}s`): string {
  return `${WHOLE.format(value)}${NBSP}${value === 1 ? one : many}`;
}

/** Sizes that are compared at a glance: "200 k", "1 M", "131 k". */
export function formatCompact(value: number): string {
  if (value < 1_000) return WHOLE.format(value);
  const thousands = Math.round(value / 1_000);
  return thousands < 1_000 ? `${SHORT.format(thousands)}${NBSP}k` : `${SHORT.format(value / 1_000_000)}${NBSP}M`;
}
