const WAITS_MS = [300, 600, 1_200, 2_500];
const LONGEST_WAIT_MS = 5_000;
const MOST_TRIES = 20;

/**
 * Loads a part of the page that no first load needs. While the network or the server is away it asks again, for about a
 * minute and a half; then it throws what the last try threw, as of a version that is not served any more.
 */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  for (let tries = 0; ; tries++) {
    try {
      return await load();
    } catch (error) {
      if (!isMissingPart(error) || tries >= MOST_TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, WAITS_MS[tries] ?? LONGEST_WAIT_MS));
      await untilOnline();
    }
  }
}

/** Draws a broken page again; where a part of it was missing, the whole is asked for anew. */
export function tryPageAgain(error: Error, reset: () => void): void {
  if (isMissingPart(error)) window.location.reload();
  else reset();
}

function isMissingPart(error: unknown): boolean {
  return error instanceof Error && error.name === "ChunkLoadError";
}

function untilOnline(): Promise<void> {
  if (navigator.onLine) return Promise.resolve();
  // Of the page or of a worker.
  return new Promise((resolve) => addEventListener("online", () => resolve(), { once: true }));
}
