import type { TelegramEntity } from "@procode/core";

const BLANK_LINES = /^(?:[^\S\n]*\n)*/;

/** An entity without blank ends; null when nothing is left. Code and quotes keep the indentation of their first line. */
export function trimEntity(text: string, entity: TelegramEntity): TelegramEntity | null {
  const inside = text.slice(entity.offset, entity.offset + entity.length);
  const length = inside.trimEnd().length;
  if (length === 0) return null;
  const isBlock = entity.type === "pre" || entity.type === "blockquote";
  const skipped = isBlock ? (BLANK_LINES.exec(inside)?.[0].length ?? 0) : inside.length - inside.trimStart().length;
  return { ...entity, offset: entity.offset + skipped, length: length - skipped };
}
