import { createFenceReader } from "./create-fence-reader.ts";

const LONGEST = 40_000;
/** Lines that begin an item, a quote, a row, a definition or a paragraph; the parser pays dearly for each. */
const MOST_BLOCKS = 600;
/** What any other line and what a cell costs, measured in such blocks. */
const LINE_SHARE = 0.2;
const CELL_SHARE = 0.1;
/** The sum over all paragraphs of their marks squared; a mark may look for its partner among all the others. */
const MOST_PAIRINGS = 3_000_000;
/** Code costs next to nothing, but what looks like code may be none. */
const CODE_SHARE = { blocks: 1 / 5, pairings: 1 / 8 };
const TEXT_SHARE = { blocks: 1, pairings: 1 };
const DEEPEST = 12;
// Markers of quotes and lists that open one inside the other; the parser walks them by recursion.
const NESTED = new RegExp(`^(?:[ \\t]*(?:>|[-+*](?=[ \\t])|\\d{1,9}[.)](?=[ \\t]))){${DEEPEST},}`);
const DEEPLY_INDENTED = /^[ \t]{64,}(?:[-+*>]|\d{1,9}[.)])/;
const BLOCK = /^[ \t]*(?:[-+*>|[#=]|\d{1,9}[.)])/;
const NEW_PARAGRAPH = /^ {0,3}(?:[-+*][ \t]+\S|#{1,6}[ \t])|^\s*$/;
const MARK = /[*_~`[\]<&\\!@:]/g;

/**
 * Whether an answer is sent as the plain text it is, because to read it as Markdown could take longer than a fifth of a
 * second. Counts only, never a clock: the same text is rendered the same way after a crash.
 */
export function tooHeavy(markdown: string): boolean {
  if (markdown.length > LONGEST) return true;
  const openFence = createFenceReader();
  let share = TEXT_SHARE;
  let blocks = 0;
  let pairings = 0;
  let marks = 0;
  let wasEmpty = true;
  for (const line of markdown.split("\n")) {
    if (NEW_PARAGRAPH.test(line)) {
      pairings += marks ** 2 * share.pairings;
      marks = 0;
    }
    share = openFence(line) === null ? TEXT_SHARE : CODE_SHARE;
    marks += line.match(MARK)?.length ?? 0;
    const isEmpty = line.trim() === "";
    const isMarked = BLOCK.test(line);
    if (isMarked && (NESTED.test(line) || DEEPLY_INDENTED.test(line))) return true;
    const cells = line.match(/\|/g)?.length ?? 0;
    blocks += share.blocks * ((isMarked || (wasEmpty && !isEmpty) ? 1 : LINE_SHARE) + cells * CELL_SHARE);
    wasEmpty = isEmpty;
  }
  return blocks > MOST_BLOCKS || pairings + marks ** 2 * share.pairings > MOST_PAIRINGS;
}
