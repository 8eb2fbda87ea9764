import type { TelegramText } from "@procode/core";
import fc from "fast-check";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { expect, test } from "vitest";
import { renderMarkdown } from "./render-markdown.ts";
import { plainParts } from "./render-telegram.ts";
import { renderTelegramDraft } from "./render-telegram-draft.ts";
import { splitText } from "../split/split-text.ts";
import type { Root, RootContent } from "../write/markdown-tree.ts";
import { findFaults } from "./testing/find-faults.ts";
import { markdownDocuments } from "./testing/markdown-documents.ts";
import { tooHeavy } from "./too-heavy.ts";

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
// The long form is RENDERER_RUNS=10000: parsing that many takes minutes.
const RUNS = Number(process.env["RENDERER_RUNS"] ?? 800);

test("documents of all kinds: every part is valid, together they are the rendered text, and no word is lost", {
  timeout: 600_000,
}, () => {
  let split = 0;
  fc.assert(
    fc.property(markdownDocuments(), (markdown) => {
      const whole = renderMarkdown(markdown);
      const parts = splitText(whole);
      if (parts.length > 1) split += 1;
      for (const part of parts) expect(findFaults(part)).toEqual([]);
      expectSame(whole, parts);
      expectWords(markdown, whole.text);
    }),
    { numRuns: RUNS },
  );
  // The generator must reach what the splitter is for.
  expect(split).toBeGreaterThan(RUNS / 100);
});

test("the same holds where every part is as short as a line", { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(markdownDocuments(), fc.integer({ min: 70, max: 200 }), (markdown, units) => {
      const whole = renderMarkdown(markdown.slice(0, 3_000).toWellFormed());
      const parts = splitText(whole, { units, entities: 12, entityBytes: 1_000 });
      for (const part of parts) expect(findFaults(part, units)).toEqual([]);
      for (const part of parts) expect(part.entities.length).toBeLessThanOrEqual(12);
      expectSame(whole, parts);
    }),
    { numRuns: 500 },
  );
});

test("a draft of any beginning of a document is valid or empty, and ends with the words of the document", {
  timeout: 600_000,
}, () => {
  fc.assert(
    fc.property(markdownDocuments(), fc.double({ min: 0, max: 1, noNaN: true }), (markdown, share) => {
      const soFar = markdown.slice(0, Math.floor(markdown.length * share));
      const draft = renderTelegramDraft(soFar);
      if (draft.text !== "") expect(findFaults(draft)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("plain parts are the text itself without its blank ends", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 9_000, size: "max" }), (text) => {
      const parts = plainParts(text);
      for (const part of parts) expect(findFaults(part)).toEqual([]);
      const joined = parts.map((part) => part.text).join("");
      expect(withoutBlanks(text.toWellFormed()).replace(/[\u202a-\u202e]/g, "")).toContain(withoutBlanks(joined));
    }),
    { numRuns: 300 },
  );
});

/** Equal text to the last blank, no grapheme cut, and every mark on the same letters. */
function expectSame(whole: TelegramText, parts: readonly TelegramText[]): void {
  expect(parts.map(({ text }) => text).join("")).toBe(whole.text);
  const borders =
    parts.length > 1 ? new Set([...graphemes.segment(whole.text)].map(({ index }) => index)) : new Set([0]);
  let begin = 0;
  for (const { text } of parts) {
    expect(borders.has(begin)).toBe(true);
    begin += text.length;
  }
  expect(markedLetters([whole])).toEqual(markedLetters(parts));
}

function markedLetters(parts: readonly TelegramText[]): Map<string, string> {
  const marked = new Map<string, string>();
  for (const { text, entities } of parts)
    for (const { type, offset, length, url, language } of entities) {
      const key = [type, url, language].join(" ");
      marked.set(key, (marked.get(key) ?? "") + withoutBlanks(text.slice(offset, offset + length)));
    }
  return marked;
}

function expectWords(source: string, text: string): void {
  const markdown = source.toWellFormed();
  const rendered = withoutBlanks(text);
  if (tooHeavy(markdown)) {
    expect(rendered).toBe(withoutBlanks(markdown).replace(/[\u202a-\u202e]/g, ""));
    return;
  }
  const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const { words, cells, isPlain } = extract(tree);
  for (const cell of cells) expect(isSubsequence(cell, rendered), cell).toBe(true);
  expect(isSubsequence(words, rendered), `${words}\n${rendered}`).toBe(true);
  if (isPlain) expect(rendered.replace(DRAWN, "")).toBe(words.replace(DRAWN, ""));
}

/** What the renderer draws by itself: bullets, boxes, bars, numbers, lines, labels. */
const DRAWN = /[•☑☐│─[\]().\d]/g;

/** The words of a tree in its order, read without the renderer. */
function extract(tree: Root): { words: string; cells: string[]; isPlain: boolean } {
  let words = "";
  let isPlain = true;
  const cells: string[] = [];
  const read = (node: Root | RootContent): string => {
    if ("url" in node && !/^(https:|tg:|http:\/\/[^l])/.test(node.url)) isPlain = false;
    if (["linkReference", "imageReference", "footnoteReference", "footnoteDefinition"].includes(node.type))
      isPlain = false;
    if (node.type === "table") {
      isPlain = false;
      for (const row of node.children)
        for (const cell of row.children) cells.push(withoutBlanks(cell.children.map(read).join("")));
      return "";
    }
    if (node.type === "definition") return "";
    // Without words of its own a link or a picture shows its address.
    if (node.type === "link" && withoutBlanks(node.children.map(read).join("")) === "") isPlain = false;
    if (node.type === "image" && withoutBlanks(node.alt ?? "") === "") isPlain = false;
    if (node.type === "code" && node.lang && !/^[\w+#.-]{1,32}$/.test(node.lang))
      return [node.lang, node.meta, node.value].join(" ");
    if ("alt" in node) return node.alt ?? "";
    if ("value" in node) return node.value;
    return "children" in node ? node.children.map(read).join("") : "";
  };
  words = withoutBlanks(read(tree)).replace(/[\u202a-\u202e]/g, "");
  return { words, cells: cells.map((cell) => cell.replace(/[\u202a-\u202e]/g, "")), isPlain };
}

function withoutBlanks(text: string): string {
  return text.replace(/[\s\p{Cc}\u2800\p{Default_Ignorable_Code_Point}]/gu, "");
}

function isSubsequence(short: string, long: string): boolean {
  let at = 0;
  for (const letter of long) if (short.startsWith(letter, at)) at += letter.length;
  return at === short.length;
}
