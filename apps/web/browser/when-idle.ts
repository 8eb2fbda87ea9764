/** Calls back once nothing more urgent is to be done, at the latest after `withinMs`; what is returned takes it back. */
export function whenIdle(work: () => void, withinMs: number): () => void {
  if ("requestIdleCallback" in window) {
    const handle = window.requestIdleCallback(work, { timeout: withinMs });
    return () => window.cancelIdleCallback(handle);
  }
  // Safari: after what is drawn now.
  const timer = setTimeout(work, Math.min(50, withinMs));
  return () => clearTimeout(timer);
}
