const STILL_MS = 200;

/** Resolves once nobody has scrolled the page for a moment: for work that would show as a frame that is late. */
export function untilStill(): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController();
    const end = () => {
      over.abort();
      resolve();
    };
    let timer = setTimeout(end, STILL_MS);
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(end, STILL_MS);
    };
    window.addEventListener("scroll", wait, { passive: true, signal: over.signal });
  });
}
