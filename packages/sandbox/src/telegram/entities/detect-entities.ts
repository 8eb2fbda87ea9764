import type { Entity } from "../wire/message.ts";

const PATTERNS: readonly { type: string; pattern: RegExp }[] = [
  { type: "bot_command", pattern: /(?<![\w/@])\/[a-z0-9_]{1,32}(@\w{3,32})?(?![\w/])/gi },
  { type: "url", pattern: /(?<!\w)https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]/gi },
  { type: "mention", pattern: /(?<![\w@/])@[a-z]\w{3,31}\b/gi },
];

/** What Telegram finds by itself in a text: commands, addresses and mentions, where no entity stands yet. */
export function detectEntities(text: string, known: readonly Entity[] = []): Entity[] {
  const found: Entity[] = [];
  for (const { type, pattern } of PATTERNS)
    for (const { index, 0: words } of text.matchAll(pattern)) {
      const entity = { type, offset: index, length: words.length };
      if (![...known, ...found].some((other) => isTouching(other, entity))) found.push(entity);
    }
  return found.sort((a, b) => a.offset - b.offset);
}

function isTouching(a: Entity, b: Entity): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
