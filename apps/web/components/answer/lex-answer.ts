import { lexer, type Token, type TokensList } from "marked";
import remend from "remend";
import { tooHeavy } from "./too-heavy.ts";

/** Blocks whose markup may still be half-written while the answer streams. */
const MENDABLE = new Set(["paragraph", "heading", "list", "blockquote", "table", "text"]);

/** The blocks of an answer; null when it is shown as plain text. While `open`, half-written markup at the end is closed. */
export function lexAnswer(text: string, open: boolean): Token[] | null {
  if (tooHeavy(text)) return null;
  const tokens = lex(text);
  if (tokens === null || !open) return tokens;
  const last = tokens.at(-1);
  if (!last || !MENDABLE.has(last.type)) return tokens;
  const mended = remend(last.raw, { linkMode: "text-only", images: false });
  if (mended === last.raw) return tokens;
  const tail = lex(mended);
  return tail === null ? tokens : [...tokens.slice(0, -1), ...tail];
}

function lex(text: string): TokensList | null {
  try {
    return lexer(text, { gfm: true });
  } catch (error) {
    // Nesting that the guard did not foresee: the words still matter, their markup does not.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
