const DAY_MS = 86_400_000;

/** A session ends 30 days after it was last used. */
export const SESSION_MS = 30 * DAY_MS;
/** How old "last seen" may grow before a request writes it anew. */
export const SEEN_EVERY_MS = 5 * 60_000;
