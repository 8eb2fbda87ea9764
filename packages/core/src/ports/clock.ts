/** What people see. Leases follow the database's time instead. */
export interface Clock {
  now(): Date;
  /** Milliseconds from any fixed point, never jumping back; for durations. */
  monotonicMs(): number;
  /** Resolves after `ms`, or at once when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
