import type { ChatMessage } from "@/components/conversation/wire-types.ts";
import { columnWidth, guessHeight } from "./guess-height.ts";

/** The last question and its answer, however long they are. */
const FEWEST = 2;
/** However short they are. */
const MOST = 30;

type Size = { width: number; height: number };

/**
 * Where the newest messages begin that fill a window: what stands above them is not seen at first, and drawing it would
 * only delay what is.
 */
export function newestPart(path: readonly ChatMessage[], size?: Size): number {
  // The server, which knows no window, asks only where there is nothing.
  if (path.length === 0) return 0;
  const { width, height } = size ?? { width: window.innerWidth, height: window.innerHeight };
  let start = path.length;
  for (let filled = 0; start > 0; start -= 1) {
    const drawn = path.length - start;
    if (drawn >= MOST || (drawn >= FEWEST && filled >= height)) break;
    filled += guessHeight(path[start - 1], columnWidth(width));
  }
  return start;
}
