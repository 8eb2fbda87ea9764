import type { Entity } from "../wire/message.ts";
import { badRequest } from "../wire/telegram-error.ts";
import { checkEntities, endOf } from "./check-entities.ts";

export const LONGEST_TEXT = 4096;
const MOST_ENTITIES = 100;

export type CleanText = { text: string; entities: Entity[] };

/**
 * The text as it will stand in the chat: white space at its ends is gone (at the front up to the first entity), entities
 * shrink and move with it, those after the hundredth are dropped. Throws Telegram's 400 when the text is empty (unless
 * `mayBeEmpty`), longer than 4,096 UTF-16 units, not valid Unicode, or its entities are wrong.
 */
export function cleanText(
  { text: given, entities: givenEntities, parse_mode: mode }: Record<string, unknown>,
  { mayBeEmpty = false } = {},
): CleanText {
  if (mode !== undefined && mode !== "") throw badRequest("unsupported parse_mode: the sandbox takes entities");
  if (given !== undefined && typeof given !== "string") throw badRequest("message text must be a String");
  const raw = given ?? "";
  if (!raw.isWellFormed()) throw badRequest("strings must be encoded in UTF-8");
  const entities = checkEntities(raw, givenEntities);
  const end = raw.trimEnd().length;
  const begin = Math.min(raw.length - raw.trimStart().length, entities[0]?.offset ?? raw.length, end);
  const text = raw.slice(begin, end);
  if (text.length > LONGEST_TEXT) throw badRequest("message is too long");
  if (text.trim() === "" && !mayBeEmpty) throw badRequest("message text is empty");
  return {
    text,
    entities: entities
      .map((entity) => ({
        ...entity,
        offset: entity.offset - begin,
        length: Math.min(endOf(entity), end) - entity.offset,
      }))
      .filter(({ length }) => length > 0)
      .slice(0, MOST_ENTITIES),
  };
}
