import type { TelegramText } from "@procode/core";
import remend from "remend";
import { clipText } from "../split/clip-text.ts";
import { recentMarkdown } from "./recent-markdown.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { PART_LIMITS, weigh } from "../split/split-text.ts";
import { tooHeavy } from "./too-heavy.ts";

const LEFT_OUT = "…";
/** How far the beginning is looked for, so that a draft begins with a whole line or word. */
const LOOK_AHEAD = { "\n": 300, " ": 60 };
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * An answer that is still being written, as one draft: half-written marks count as closed. Of what is longer than 4,096
 * UTF-16 units the end is shown, after "…".
 */
export function renderTelegramDraft(markdownSoFar: string): TelegramText {
  const recent = recentMarkdown(markdownSoFar);
  const whole = renderMarkdown(tooHeavy(recent) ? recent : remend(recent, { linkMode: "text-only", images: false }));
  const isWhole = recent === markdownSoFar && whole.text.length <= PART_LIMITS.units;
  return isWhole ? { ...whole, entities: lastEntities(whole) } : tailOf(whole);
}

function tailOf(whole: TelegramText): TelegramText {
  const from = beginningOf(whole.text, whole.text.length - PART_LIMITS.units + LEFT_OUT.length + 1);
  const isCode = whole.entities.some(
    ({ type, offset, length }) => type === "pre" && offset <= from && from < offset + length,
  );
  const lead = isCode ? `${LEFT_OUT}\n` : LEFT_OUT;
  const tail = clipText(whole, from, whole.text.length);
  const entities = tail.entities.map((entity) => ({ ...entity, offset: entity.offset + lead.length }));
  return { text: lead + tail.text, entities: lastEntities({ text: tail.text, entities }) };
}

function beginningOf(text: string, earliest: number): number {
  if (earliest <= 0) return 0;
  for (const [space, most] of Object.entries(LOOK_AHEAD)) {
    const found = text.slice(earliest, earliest + most).indexOf(space);
    if (found >= 0) return earliest + found + 1;
  }
  const grapheme = graphemes.segment(text).containing(earliest);
  return !grapheme || grapheme.index === earliest ? earliest : grapheme.index + grapheme.segment.length;
}

/** What Telegram takes of the marks, the last ones first. */
function lastEntities({ entities }: TelegramText): TelegramText["entities"] {
  let bytes = 0;
  return entities
    .slice(-PART_LIMITS.entities)
    .reverse()
    .filter((entity) => {
      bytes += weigh(entity);
      return bytes <= PART_LIMITS.entityBytes;
    })
    .reverse();
}
