const EMPTY = new Set(
  "the and for with that this from have has had you your our are was were will not but all any can about into again today tomorrow tonight yesterday morning evening please some then there here just been being get got need must going its his her him she they them their what when why how who".split(
    " ",
  ),
);

/** The words that say something, cut so that "invoice" and "invoices" are one. */
export function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => word.length > 2 && !EMPTY.has(word)).map((word) => word.slice(0, 5)));
}

/** Which part of the words of one text the other one has, 0 to 1. */
export function shareOf(words: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return words.size === 0 ? 0 : words.intersection(other).size / words.size;
}
