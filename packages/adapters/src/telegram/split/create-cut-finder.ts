import type { TelegramEntity, TelegramText } from "@procode/core";
import { isBlank } from "../write/is-blank.ts";

/** Where a part that begins at `from` ends, at most at `limit`. */
type CutFinder = (from: number, limit: number) => number;

type Place = { at: number; rank: number };

/** Paragraph, line, sentence, word: the best place in the latter half of a part is taken. */
const RANKS = [0, 1, 2, 3];
const GAP = /[^\S\u00a0\u2007\u202f]+|[。！？]+/gu;
const SENTENCE_END = /[.!?…:;。！？]["'”’»)\]]*$/u;
const HIGH_SURROGATE = /[\ud800-\udbff]/;
/** A block of code gets this share of a part at least, or begins the next one. */
const LEAST_SHARE_OF_CODE = 0.25;
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Finds the places where a text may be cut so that no grapheme breaks and whoever reads it is least disturbed. */
export function createCutFinder({ text, entities }: TelegramText): CutFinder {
  const segments = graphemes.segment(text);
  const pres = entities.filter(({ type }) => type === "pre");
  const isBorder = (at: number) => segments.containing(at)?.index === at;
  const isInside =
    (at: number) =>
    ({ offset, length }: TelegramEntity) =>
      offset < at && at < offset + length;

  return (from, limit) => {
    if (limit >= text.length) return text.length;
    const first = firstWords(from);
    const crossed = pres.find(isInside(limit));
    if (crossed === undefined) return bestPlace(from, first, limit) ?? hardPlace(first, limit);
    return cutCode(crossed, { from, first, limit });
  };

  /** The first offset after which a part holds something that can be seen. */
  function firstWords(from: number): number {
    for (let at = from; ; ) {
      const next = segments.containing(at);
      if (!next || !isBlank(next.segment)) return at;
      at = next.index + next.segment.length;
    }
  }

  function cutCode(
    pre: TelegramEntity,
    { from, first, limit }: { from: number; first: number; limit: number },
  ): number {
    const fitsAlone = pre.length <= limit - from;
    const share = (limit - pre.offset) / (limit - from);
    if (pre.offset > first && (fitsAlone || share < LEAST_SHARE_OF_CODE)) return pre.offset;
    const begin = Math.max(first, pre.offset);
    const line = text.lastIndexOf("\n", limit - 1) + 1;
    if (line > begin && isBorder(line)) return line;
    const word = text.lastIndexOf(" ", limit - 1) + 1;
    return word > begin && isBorder(word) ? word : hardPlace(first, limit);
  }

  function bestPlace(from: number, first: number, limit: number): number | null {
    const places = placesBetween(first, limit).filter(({ at }) => !pres.some(isInside(at)));
    const late = from + (limit - from) / 2;
    for (const rank of RANKS) {
      const found = places.findLast((place) => place.rank === rank && place.at >= late && isBorder(place.at));
      if (found) return found.at;
    }
    return places.findLast(({ at }) => isBorder(at))?.at ?? null;
  }

  function placesBetween(first: number, limit: number): Place[] {
    const places: Place[] = [];
    // A little more than the part, so that a gap that begins at its end is seen too.
    for (const gap of text.slice(first, limit + 3).matchAll(GAP)) {
      const begin = first + gap.index;
      const at = Math.min(begin + gap[0].length, limit);
      if (begin > first && begin <= limit) places.push({ at, rank: rankOf(gap[0], begin) });
    }
    return places;
  }

  function rankOf(gap: string, begin: number): number {
    if (gap.trim() !== "") return 2;
    if (gap.includes("\n")) return /\n[^\S\n]*\n/.test(gap) ? 0 : 1;
    return SENTENCE_END.test(text.slice(Math.max(0, begin - 5), begin)) ? 2 : 3;
  }

  /** In the middle of a word: between two graphemes, or between two characters of one that is longer than a part. */
  function hardPlace(first: number, limit: number): number {
    const border = segments.containing(limit)?.index ?? limit;
    if (border > first) return border;
    return HIGH_SURROGATE.test(text.charAt(limit - 1)) ? limit - 1 : limit;
  }
}
