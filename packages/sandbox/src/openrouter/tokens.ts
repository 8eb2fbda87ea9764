const LONGEST_TOKEN = 12;
// A run of blanks belongs to the word before it, so that the pieces joined give the text back unchanged.
const PIECES = /\s*\S+\s?|\s+/gu;

/** Cuts a text into the pieces that are streamed; joined they are the text. A token is a word, or part of a long one. */
export function splitTokens(text: string): string[] {
  const tokens: string[] = [];
  for (const [piece] of text.matchAll(PIECES)) {
    if (piece.length <= LONGEST_TOKEN) tokens.push(piece);
    else pushParts(tokens, piece);
  }
  return tokens;
}

/** What a prompt of this many characters is billed as; the same text always costs the same. */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

function pushParts(tokens: string[], piece: string): void {
  for (let start = 0; start < piece.length; ) {
    let end = Math.min(start + LONGEST_TOKEN, piece.length);
    if (end < piece.length && isHighSurrogate(piece.charCodeAt(end - 1))) end += 1;
    tokens.push(piece.slice(start, end));
    start = end;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
