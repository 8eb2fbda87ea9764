/**
 * Runs `work` while no other tab holds the lock of this name; waits for it until the signal aborts. Where the browser
 * has no locks, each tab works for itself.
 */
export async function holdLock(name: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  if (!("locks" in navigator)) return work();
  try {
    await navigator.locks.request(name, { signal }, work);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
