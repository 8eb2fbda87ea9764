const ALIKE = 0.6;

/** Whether a text says what one of the earlier ones said: most of the words that one of them has, the other has too. */
export function isRepeated(text: string, earlier: readonly string[]): boolean {
  const words = wordsOf(text);
  return earlier.some((other) => likeness(words, wordsOf(other)) >= ALIKE);
}

function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const all = one.union(other).size;
  return all === 0 ? 1 : one.intersection(other).size / all;
}

// Cut to their first letters, so that "invoice" and "invoices" are one word in most languages.
function wordsOf(text: string): Set<string> {
  return new Set((text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.slice(0, 6)));
}
