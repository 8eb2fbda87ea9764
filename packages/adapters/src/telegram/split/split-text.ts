import type { TelegramEntity, TelegramText } from "@procode/core";
import { clipText } from "./clip-text.ts";
import { createCutFinder } from "./create-cut-finder.ts";

type PartLimits = {
  /** UTF-16 units of one message. */
  units: number;
  /** Telegram ignores the marks after the hundredth. */
  entities: number;
  /** What all marks of a message weigh together; Telegram refuses about 9,500 bytes of them. */
  entityBytes: number;
};

export const PART_LIMITS: PartLimits = { units: 4096, entities: 100, entityBytes: 8_000 };
const ENTITY_BYTES = 32;

/**
 * Cuts a finished text into messages; joined again, their texts are equal to it, whitespace included. White space at a
 * border stands at the end of the part before it, as far as it fits, where Telegram trims what nobody sees. No part is
 * blank. A text without words has no parts.
 */
export function splitText(whole: TelegramText, limits: PartLimits = PART_LIMITS): TelegramText[] {
  const parts: TelegramText[] = [];
  const findCut = createCutFinder(whole);
  let entities = whole.entities;
  for (let from = 0; from < whole.text.length; ) {
    const done = from;
    entities = entities.filter(({ offset, length }) => offset + length > done);
    const until = findCut(from, roomFor(entities, from, limits));
    parts.push(clipText({ text: whole.text, entities }, from, until));
    from = until;
  }
  return parts;
}

/** How far a part may reach before its length or its marks are more than Telegram takes. */
function roomFor(entities: readonly TelegramEntity[], from: number, limits: PartLimits): number {
  let bytes = 0;
  for (const [index, entity] of entities.entries()) {
    if (entity.offset >= from + limits.units) break;
    bytes += weigh(entity);
    const isOver = index >= limits.entities || bytes > limits.entityBytes;
    if (isOver && entity.offset > from) return entity.offset;
  }
  return from + limits.units;
}

/** The share of an entity in what Telegram takes for a message, in bytes. */
export function weigh({ url = "", language = "" }: TelegramEntity): number {
  return ENTITY_BYTES + Buffer.byteLength(url) + Buffer.byteLength(language);
}
