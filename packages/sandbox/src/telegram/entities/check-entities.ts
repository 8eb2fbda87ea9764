import type { Entity } from "../wire/message.ts";
import { badRequest, type TelegramError } from "../wire/telegram-error.ts";
import { wrongUrl } from "./wrong-url.ts";

const STYLES = ["bold", "italic", "underline", "strikethrough", "spoiler"];
const QUOTES = ["blockquote", "expandable_blockquote"];
const CODES = ["code", "pre"];
const FOUND_BY_SERVER = ["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"];
const LINKS = ["text_link", "text_mention", "custom_emoji", "date_time", ...FOUND_BY_SERVER];
const KNOWN = new Set([...STYLES, ...QUOTES, ...CODES, ...LINKS]);

/**
 * The entities of `text`, in order. Throws 400 "can't parse entities: …" when one is unknown, outside of the text, cuts a
 * character, or shares characters with another in a way that Telegram's documentation forbids. Telegram itself repairs
 * some of that in silence; here it is an error, so that a renderer that relies on repairs is found.
 */
export function checkEntities(text: string, given: unknown): Entity[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw unparsable("expected an Array of MessageEntity");
  const entities = given.map((entity) => checkEntity(text, entity));
  entities.sort((a, b) => a.offset - b.offset || b.length - a.length || rank(a) - rank(b));
  const open: Entity[] = [];
  for (const entity of entities) {
    while (open.length > 0 && endOf(open.at(-1)) <= entity.offset) open.pop();
    for (const outer of open) checkNesting(outer, entity);
    open.push(entity);
  }
  return entities;
}

export function endOf(entity: Entity | undefined): number {
  return entity === undefined ? 0 : entity.offset + entity.length;
}

function checkEntity(text: string, value: unknown): Entity {
  if (typeof value !== "object" || value === null) throw unparsable("expected MessageEntity to be an Object");
  const entity: Partial<Entity> = { ...value };
  const { type, offset, length } = entity;
  if (typeof type !== "string" || !KNOWN.has(type)) throw unparsable("unsupported MessageEntity type specified");
  if (!isCount(offset)) throw unparsable(`field "offset" must be a Number from 0 on`);
  if (!isCount(length) || length === 0) throw unparsable(`field "length" must be a Number from 1 on`);
  const end = offset + length;
  if (offset >= text.length) throw unparsable(`entity begins after the end of the text at UTF-16 offset ${offset}`);
  if (end > text.length)
    throw unparsable(
      `entity beginning at UTF-16 offset ${offset} ends after the end of the text at UTF-16 offset ${end}`,
    );
  if (isInsidePair(text, offset))
    throw unparsable(`entity begins in a middle of a UTF-16 symbol at UTF-16 offset ${offset}`);
  if (isInsidePair(text, end))
    throw unparsable(
      `entity beginning at UTF-16 offset ${offset} ends in a middle of a UTF-16 symbol at UTF-16 offset ${end}`,
    );
  checkFields({ ...entity, type });
  return { ...entity, type, offset, length };
}

function checkFields(entity: Partial<Entity> & { type: string }): void {
  if (entity.type === "text_link") {
    if (typeof entity.url !== "string") throw unparsable(`can't find field "url"`);
    const reason = wrongUrl(entity.url);
    if (reason !== null) throw unparsable(`entity URL '${entity.url}' is invalid: ${reason}`);
  }
  if (entity.type === "text_mention" && typeof entity.user?.id !== "number") throw unparsable("user not found");
  if (entity.type === "custom_emoji" && !/^\d+$/.test(String(entity.custom_emoji_id)))
    throw unparsable("invalid custom emoji identifier specified");
  if (entity.type === "date_time" && !isCount(entity.unix_time)) throw unparsable(`can't find field "unix_time"`);
  if (entity.language !== undefined && typeof entity.language !== "string")
    throw unparsable(`field "language" must be of type String`);
}

function checkNesting(outer: Entity, inner: Entity): void {
  if (endOf(inner) > endOf(outer))
    throw unparsable(`${inner.type} at ${inner.offset} and ${outer.type} at ${outer.offset} overlap`);
  const forbidden =
    isOneOf(CODES, outer) ||
    isOneOf(CODES, inner) ||
    (isOneOf(QUOTES, outer) && isOneOf(QUOTES, inner)) ||
    (isOneOf(LINKS, outer) && (isOneOf(LINKS, inner) || isOneOf(QUOTES, inner)));
  if (forbidden) throw unparsable(`${outer.type} at ${outer.offset} can't contain ${inner.type} at ${inner.offset}`);
}

/** Whether a cut at this place would part a surrogate pair. */
export function isInsidePair(text: string, at: number): boolean {
  return at > 0 && at < text.length && /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at - 1, at + 1));
}

// Of entities with the same characters the wider kind is the outer one.
function rank(entity: Entity): number {
  return [QUOTES, LINKS, STYLES, CODES].findIndex((kinds) => isOneOf(kinds, entity));
}

function isOneOf(kinds: readonly string[], { type }: Entity): boolean {
  return kinds.includes(type);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function unparsable(what: string): TelegramError {
  return badRequest(`can't parse entities: ${what}`);
}
