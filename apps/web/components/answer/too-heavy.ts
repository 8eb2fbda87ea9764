const LONGEST = 120_000;
const DEEPEST = 12;
/** Marks of emphasis in one paragraph or list; the lexer looks for the partner of each among all the others. */
const MOST_MARKS = 1_000;
// Markers of quotes and lists that open one inside the other; a lexer walks them by recursion.
const NESTED = new RegExp(`^(?:[ \\t]*(?:>|[-+*](?=[ \\t])|\\d{1,9}[.)](?=[ \\t]))){${DEEPEST},}`, "m");
/** Spaces before a line that opens a list deeper than any answer means. */
const INDENTED = /^[ \t]{64,}(?:[-+*]|\d{1,9}[.)])[ \t]/m;
const FENCE = /^ {0,3}(?:```|~~~)/;
const MARK = /[*_~]/g;

/** Whether an answer is shown as plain text, because to read it as Markdown would hold the page up. */
export function tooHeavy(text: string): boolean {
  return text.length > LONGEST || NESTED.test(text) || INDENTED.test(text) || hasManyMarks(text);
}

function hasManyMarks(text: string): boolean {
  let fenced = false;
  let marks = 0;
  for (const line of text.split("\n")) {
    if (FENCE.test(line)) fenced = !fenced;
    if (fenced || line.trim() === "") marks = 0;
    else marks += line.match(MARK)?.length ?? 0;
    if (marks > MOST_MARKS) return true;
  }
  return false;
}
