import type { Token } from "marked";

// The page's own title is the h1 and the thread an h2, so an answer begins at h3.
const FIRST = 3;
const LAST = 6;

/**
 * The level of each token that is a heading: an answer that goes from # to ### is read aloud as one step, not as a
 * heading that was lost. What comes later never changes a level that was given.
 */
export function headingLevels(tokens: readonly Token[]): number[] {
  const open: number[] = [];
  return tokens.map((token) => {
    if (token.type !== "heading") return 0;
    while ((open.at(-1) ?? 0) >= token.depth) open.pop();
    open.push(token.depth);
    return Math.min(LAST, FIRST - 1 + open.length);
  });
}
