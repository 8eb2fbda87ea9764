/** A clock of 24 hours with midnight at its top, in the units of its picture. */
export const CLOCK = { size: 248, centre: 124, ring: 92 };
/** What dragging an end and the arrow keys move by, in minutes. */
export const STEP_MINUTES = 15;
const DAY = 1_440;

export type Point = { x: number; y: number };

/** Where a minute of the day stands at a distance from the centre. Rounded, so that server and browser draw the same. */
export function pointAt(minute: number, radius: number): Point {
  const angle = (minute / DAY) * 2 * Math.PI;
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    x: round(CLOCK.centre + radius * Math.sin(angle)),
    y: round(CLOCK.centre - radius * Math.cos(angle)),
  };
}

/** The minute nearest to a point, by whole steps. */
export function minuteAt({ x, y }: Point): number {
  const turn = Math.atan2(x - CLOCK.centre, CLOCK.centre - y) / (2 * Math.PI);
  return wrapMinute(Math.round((turn * DAY) / STEP_MINUTES) * STEP_MINUTES);
}

/** The ring from one minute to the next one after it, clockwise, over midnight where it must. */
export function arcBetween(from: number, to: number): string {
  const [begin, end] = [pointAt(from, CLOCK.ring), pointAt(to, CLOCK.ring)];
  const isLong = wrapMinute(to - from) > DAY / 2 ? 1 : 0;
  return `M${begin.x} ${begin.y}A${CLOCK.ring} ${CLOCK.ring} 0 ${isLong} 1 ${end.x} ${end.y}`;
}

/** Into one day: 0 to 1439. */
export function wrapMinute(minute: number): number {
  return ((minute % DAY) + DAY) % DAY;
}

/** "07:30" as minutes since midnight. */
export function minuteOfTime(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** Minutes since midnight as "07:30". */
export function timeOfMinute(minute: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
