/** What goes wrong with a call. Without `refuse` the call is accepted first. */
export type Fault = {
  /**
   * Answer with an error and accept nothing: `blocked` 403, `flood` 429 with `retryAfter`, `server-error` Telegram's own
   * JSON 500, `bad-entities` 400 "can't parse entities", `old-query` 400 for a button pressed too long ago.
   */
  refuse?: (typeof REFUSALS)[number];
  /** Seconds, for `flood` (default 1). */
  retryAfter?: number;
  /** Accept, then `cut`: the socket dies before any byte of an answer. `bad-gateway`: a proxy's bare HTML 502. */
  lose?: (typeof LOSSES)[number];
  /** Milliseconds between the acceptance and the answer. */
  delayMs?: number;
  /** getUpdates: each update that this answer carries comes so many times more, even after it was confirmed. */
  duplicate?: number;
  /** getUpdates: the updates come in a drawn order. */
  reorder?: boolean;
};

export const REFUSALS = ["blocked", "flood", "server-error", "bad-entities", "old-query"] as const;
export const LOSSES = ["cut", "bad-gateway"] as const;

/** Throws a sentence that names the wrong field. */
export function readFault(value: unknown): Fault {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("A fault is an object.");
  const checks: Record<keyof Fault, (given: unknown) => boolean> = {
    refuse: (given) => REFUSALS.some((known) => known === given),
    retryAfter: isCount,
    lose: (given) => LOSSES.some((known) => known === given),
    delayMs: isCount,
    duplicate: isCount,
    reorder: (given) => typeof given === "boolean",
  };
  for (const [name, given] of Object.entries(value)) {
    const check = Object.entries(checks).find(([known]) => known === name)?.[1];
    if (!check) throw new Error(`A fault has no "${name}"; it knows ${Object.keys(checks).join(", ")}.`);
    if (!check(given)) throw new Error(`"${name}" cannot be ${JSON.stringify(given)}.`);
  }
  return { ...value };
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}
