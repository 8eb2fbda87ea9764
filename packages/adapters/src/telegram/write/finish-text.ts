import type { TelegramEntity, TelegramText } from "@procode/core";
import { BLANK, isBlank } from "./is-blank.ts";
import { trimEntity } from "./trim-entity.ts";

/** No part may consist of what can not be seen, so a run of it is never longer than this. */
const LONGEST_BLANK = 1_000;
// Two or more: a run is read once, and one blank between two words costs nothing.
const BLANK_RUN = new RegExp(`${BLANK}{2,}`, "gu");
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** A text without blank ends, and its entities in Telegram's order, none of them empty or beginning or ending blank. */
export function finishText(text: string, entities: readonly TelegramEntity[]): TelegramText {
  const short = shortenBlanks(text, entities);
  const end = endOf(short.text);
  const start = Math.min(startOf(short.text, end), ...short.entities.filter(isPre).map(({ offset }) => offset));
  const trimmed = short.text.slice(start, end);
  return {
    text: trimmed,
    entities: short.entities
      .map((entity) => moveEntity(entity, start, end))
      .flatMap((entity) => trimEntity(trimmed, entity) ?? [])
      .sort((a, b) => a.offset - b.offset || b.length - a.length),
  };
}

function moveEntity(entity: TelegramEntity, start: number, end: number): TelegramEntity {
  const offset = Math.max(entity.offset, start);
  const until = Math.min(entity.offset + entity.length, end);
  return { ...entity, offset: offset - start, length: Math.max(0, until - offset) };
}

const isPre = ({ type }: TelegramEntity) => type === "pre";

// By whole graphemes: what seems blank by itself may be the end of an emoji.
function endOf(text: string): number {
  const segments = graphemes.segment(text);
  let end = text.length;
  for (let last = segments.containing(end - 1); last && isBlank(last.segment); last = segments.containing(end - 1))
    end = last.index;
  return end;
}

function startOf(text: string, end: number): number {
  for (const { index, segment } of graphemes.segment(text)) if (!isBlank(segment)) return index;
  return end;
}

function shortenBlanks(text: string, entities: readonly TelegramEntity[]): TelegramText {
  const cuts = [...text.matchAll(BLANK_RUN)]
    .map((run) => ({ from: run.index + LONGEST_BLANK, to: run.index + run[0].length }))
    .filter(({ from, to }) => from < to);
  if (cuts.length === 0) return { text, entities: [...entities] };
  const move = (at: number) => cuts.reduce((moved, { from, to }) => moved - Math.max(0, Math.min(at, to) - from), at);
  let kept = "";
  let done = 0;
  for (const { from, to } of cuts) {
    kept += text.slice(done, from);
    done = to;
  }
  return {
    text: kept + text.slice(done),
    entities: entities.map((entity) => {
      const offset = move(entity.offset);
      return { ...entity, offset, length: move(entity.offset + entity.length) - offset };
    }),
  };
}
