export const HOUR_MS = 3_600_000;

/** The begin of the hour of UTC that an instant lies in: of what is unasked a person has one message for each. */
export const hourOf = (atMs: number): number => Math.floor(atMs / HOUR_MS) * HOUR_MS;
