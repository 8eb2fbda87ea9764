import { lexer, type Token, type TokensList } from "marked";
import { remember } from "./remember.ts";
import { tooHeavy } from "./too-heavy.ts";

/** Blocks whose markup may still be half-written while the answer streams. */
const MENDABLE = new Set(["paragraph", "heading", "list", "blockquote", "table", "text"]);

const KEPT = 300;
const lexed = remember<string, Token[] | "plain">(KEPT);

/** Closes half-written markup. */
export type Mend = (markdown: string) => string;

/** The blocks of an answer; null when it is shown as plain text. `mend` is for an answer that is still being written. */
export function lexAnswer(text: string, mend: Mend | null): Token[] | null {
  if (tooHeavy(text)) return null;
  const tokens = lex(text);
  if (tokens === null || !mend) return tokens;
  const last = tokens.at(-1);
  if (!last || !MENDABLE.has(last.type)) return tokens;
  const mended = mend(last.raw);
  if (mended === last.raw) return tokens;
  const tail = lex(mended);
  return tail === null ? tokens : [...tokens.slice(0, -1), ...tail];
}

/** The blocks of an answer that stands: cut once, however often it leaves the window and comes back. */
export function lexOnce(text: string): Token[] | null {
  // The server draws an answer once and would only hold on to it.
  if (typeof window === "undefined") return lexAnswer(text, null);
  const known = lexed.get(text) ?? lexAnswer(text, null) ?? "plain";
  lexed.set(text, known);
  return known === "plain" ? null : known;
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
