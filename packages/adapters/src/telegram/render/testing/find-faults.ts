import type { TelegramEntity, TelegramText } from "@procode/core";

const INVISIBLE = /^[\s\u2800\p{Default_Ignorable_Code_Point}]*$/u;
const TYPES = ["bold", "italic", "strikethrough", "code", "pre", "text_link", "blockquote"];
const FREE = ["bold", "italic", "underline", "strikethrough", "spoiler"];

/** Telegram's rules for one message, read from its documentation and written down a second time: [] when all are kept. */
export function findFaults({ text, entities }: TelegramText, units = 4096): string[] {
  const faults: string[] = [];
  const say = (isFault: boolean, words: string) => void (isFault && faults.push(words));
  say(text.length > units, `${text.length} units`);
  say(INVISIBLE.test(text), "blank");
  say(!text.isWellFormed(), "half a character");
  say(entities.length > 100, `${entities.length} entities`);
  say(
    Buffer.byteLength(JSON.stringify(entities.map(({ url, language }) => [url, language]))) > 9_500,
    "heavy entities",
  );
  for (const [index, entity] of entities.entries()) {
    const words = text.slice(entity.offset, entity.offset + entity.length);
    const isBlock = entity.type === "pre" || entity.type === "blockquote";
    const name = `${entity.type} ${JSON.stringify(words.slice(0, 20))}`;
    say(!TYPES.includes(entity.type), `${name}: unknown`);
    say(entity.offset < 0 || words.length !== entity.length || entity.length === 0, `${name}: out of range`);
    say(!words.isWellFormed(), `${name}: half a character`);
    say(/\s$/.test(words) || /^\n/.test(words) || (!isBlock && /^\s/.test(words)), `${name}: blank end`);
    say((entity.type === "text_link") !== /^(https?|tg):/.test(entity.url ?? ""), `${name}: address`);
    for (const other of entities.slice(index + 1))
      if (overlap(entity, other)) say(!mayOverlap(entity, other), `${name} and ${other.type}`);
  }
  return faults;
}

const overlap = (a: TelegramEntity, b: TelegramEntity) =>
  a.offset < b.offset + b.length && b.offset < a.offset + a.length;
const holds = (a: TelegramEntity, b: TelegramEntity) =>
  a.offset <= b.offset && b.offset + b.length <= a.offset + a.length;

function mayOverlap(a: TelegramEntity, b: TelegramEntity): boolean {
  if (a.type === b.type) return false;
  if (!holds(a, b) && !holds(b, a)) return false;
  if ([a.type, b.type].some((type) => type === "pre" || type === "code")) return false;
  if (a.type === "blockquote") return holds(a, b);
  if (b.type === "blockquote") return holds(b, a);
  return FREE.includes(a.type) || FREE.includes(b.type);
}
