import type { TelegramEntity, TelegramText } from "@procode/core";
import { cleanText } from "./clean-text.ts";
import { finishText } from "./finish-text.ts";

type Mark = Omit<TelegramEntity, "offset" | "length">;

/** Writes a text and its marks from beginning to end. */
export type TextWriter = {
  /** Words in the line that stands; every line break in them begins a line of the same block. */
  write(words: string): void;
  /** The next words stand this many lines further down. */
  breakLines(lines: 1 | 2): void;
  /** What `inside` writes gets the mark, where Telegram allows it: never inside a mark of the same type. */
  mark(mark: Mark, inside: () => void): void;
  /**
   * Words in letters of one width. Telegram allows no mark inside of them or around them: marks of style are closed
   * before and opened again after, and in a link or a quote they are words like others.
   */
  code(words: string): void;
  /** Lines of their own, as they are; a quote ends before them and begins again after. */
  pre(lines: string, language?: string): void;
  /** What `inside` writes begins with `first`, and each further line of it with `rest`. */
  prefix(first: string, rest: string, inside: () => void): void;
  /** A quote that Telegram marks; one inside another is drawn with a bar, since quotes can not be nested. */
  quote(inside: () => void): void;
  finish(): TelegramText;
};

type OpenMark = { mark: Mark; start: number };
type Prefix = { first: string; rest: string; isUsed: boolean };

export function createTextWriter(): TextWriter {
  let text = "";
  let isLineOpen = false;
  let gap = 0;
  let prefixes: Prefix[] = [];
  const entities: TelegramEntity[] = [];
  const open: OpenMark[] = [];

  function openLine(): void {
    if (isLineOpen) return;
    if (text !== "") text += "\n".repeat(Math.max(1, gap));
    gap = 0;
    isLineOpen = true;
    start(({ mark }) => mark.type === "blockquote");
    for (const prefix of prefixes) {
      text += prefix.isUsed ? prefix.rest : prefix.first;
      prefix.isUsed = true;
    }
  }

  function start(isMeant: (mark: OpenMark) => boolean): void {
    for (const mark of open) if (mark.start < 0 && isMeant(mark)) mark.start = text.length;
  }

  function close({ mark, start: offset }: OpenMark): void {
    if (offset >= 0 && text.length > offset) entities.push({ ...mark, offset, length: text.length - offset });
  }

  function append(words: string): void {
    for (const [index, line] of words.split("\n").entries()) {
      if (index > 0) isLineOpen = false;
      openLine();
      if (line === "") continue;
      start(() => true);
      text += line;
    }
  }

  /** Closes all marks, which open again with the next words. */
  function interrupt(): void {
    for (const mark of open) {
      close(mark);
      mark.start = -1;
    }
  }

  /** The marker of an item that begins with lines of their own stands alone above them. */
  function leaveLine(): void {
    if (prefixes.some(({ isUsed }) => !isUsed)) {
      openLine();
      text = text.trimEnd();
    }
    isLineOpen = false;
  }

  const isOpen = (type: TelegramEntity["type"]) => open.some(({ mark }) => mark.type === type);

  const writer: TextWriter = {
    write: (words) => append(cleanText(words)),
    breakLines(lines) {
      if (text === "") return;
      isLineOpen = false;
      gap = Math.max(gap, lines);
    },
    mark(mark, inside) {
      if (isOpen(mark.type)) {
        inside();
        return;
      }
      const opened: OpenMark = { mark, start: -1 };
      open.push(opened);
      inside();
      open.pop();
      close(opened);
    },
    code(words) {
      if (isOpen("text_link") || isOpen("blockquote")) {
        append(cleanText(words));
        return;
      }
      openLine();
      interrupt();
      const offset = text.length;
      text += cleanText(words).replaceAll("\n", " ");
      entities.push({ type: "code", offset, length: text.length - offset });
    },
    pre(lines, language) {
      leaveLine();
      interrupt();
      if (text !== "") text += "\n".repeat(Math.max(1, gap));
      gap = 0;
      const offset = text.length;
      text += cleanText(lines, "    ");
      entities.push({ type: "pre", offset, length: text.length - offset, ...(language ? { language } : {}) });
    },
    prefix(first, rest, inside) {
      const prefix: Prefix = { first, rest, isUsed: false };
      prefixes.push(prefix);
      inside();
      if (!prefix.isUsed) openLine();
      prefixes.pop();
    },
    quote(inside) {
      if (isOpen("blockquote")) {
        writer.prefix("│ ", "│ ", inside);
        return;
      }
      leaveLine();
      const outside = prefixes;
      prefixes = [];
      writer.mark({ type: "blockquote" }, inside);
      prefixes = outside;
    },
    finish: () => finishText(text, entities),
  };
  return writer;
}
