import type { TelegramEntity, TelegramText } from "@procode/core";
import { trimEntity } from "../write/trim-entity.ts";

/** The text from one offset to another, with every entity that reaches into it closed and opened at its borders. */
export function clipText({ text, entities }: TelegramText, from: number, until: number): TelegramText {
  const clipped = text.slice(from, until);
  return {
    text: clipped,
    entities: entities
      .filter((entity) => entity.offset < until && endOf(entity) > from)
      .flatMap((entity) => {
        const offset = Math.max(entity.offset, from);
        const length = Math.min(endOf(entity), until) - offset;
        return trimEntity(clipped, { ...entity, offset: offset - from, length }) ?? [];
      }),
  };
}

function endOf({ offset, length }: TelegramEntity): number {
  return offset + length;
}
