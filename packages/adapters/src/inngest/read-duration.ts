const UNITS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 };

/** Seconds of `1w2d3h4m5s`, as the SDK writes a time to wait, or until a date; null for anything else. */
export function readDuration(text: string, now: Date): number | null {
  if (/^\d{4}-\d\d-\d\dT/.test(text)) {
    const at = Date.parse(text);
    return Number.isNaN(at) ? null : Math.max(0, (at - now.getTime()) / 1_000);
  }
  if (text === "") return 0;
  if (!/^(\d+[wdhms])+$/.test(text)) return null;
  return [...text.matchAll(/(\d+)([wdhms])/g)].reduce(
    (sum, [, count, unit = ""]) => sum + Number(count) * (UNITS[unit] ?? 0),
    0,
  );
}
