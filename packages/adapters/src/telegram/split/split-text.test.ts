import type { TelegramText } from "@procode/core";
import { expect, test } from "vitest";
import { renderMarkdown } from "../render/render-markdown.ts";
import { plainParts, renderTelegram } from "../render/render-telegram.ts";
import { PART_LIMITS, splitText } from "./split-text.ts";
import { findFaults } from "../render/testing/find-faults.ts";

const FAMILY = "👨‍👩‍👧‍👦";

function expectWhole(parts: readonly TelegramText[], whole: string): void {
  for (const part of parts) expect(findFaults(part)).toEqual([]);
  expect(parts.map(({ text }) => text).join("")).toBe(whole);
}

test.each([
  [4_095, 1],
  [4_096, 1],
  [4_097, 2],
  [20_000, 5],
])("an answer of %i units is %i parts", (units, count) => {
  for (const unit of ["a", "word ", "слово ", "字", "A sentence. ", "line\n"]) {
    const text = `${unit.repeat(Math.ceil(units / unit.length)).slice(0, units - 1)}.`;
    const parts = renderTelegram(text);
    expectWhole(parts, text);
    expect(parts.length).toBeGreaterThanOrEqual(count);
    expect(parts.length).toBeLessThanOrEqual(count + 1);
    if (unit === "a") expect(parts.length).toBe(count);
  }
});

test.each([FAMILY, "🇩🇪", "e\u0301", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "👍🏽", "𝒳", "ก็็็"])("%s at the border is never cut", (grapheme) => {
  for (let before = 4_096 - grapheme.length; before <= 4_097; before += 1) {
    const text = `${"a".repeat(before)}${grapheme.repeat(3)}b`;
    const parts = renderTelegram(text);
    expectWhole(parts, text);
    const at = parts[0]?.text.length ?? 0;
    if (at >= before) expect((at - before) % grapheme.length).toBe(0);
  }
});

test("flags in a row are cut between two of them", () => {
  const text = "🇩🇪".repeat(2_500);
  for (const part of plainParts(text)) expect(part.text).toMatch(/^(?:🇩🇪)+$/u);
  expectWhole(plainParts(text), text);
});

test("a grapheme that is longer than a message is cut between its characters", () => {
  const text = `a${"\u0301".repeat(6_000)}𝒳b`;
  const parts = plainParts(text);
  expect(parts.map((part) => part.text).join("")).toBe(text);
  for (const part of parts) expect(part.text.length).toBeLessThanOrEqual(4_096);
});

test("a mark that crosses the border is closed before it and opened again after it", () => {
  const parts = renderTelegram(`**${"bold ".repeat(1_000)}end** [${"link ".repeat(1_000)}end](https://a.example)`);
  expect(parts.map(({ entities }) => entities.map(({ type }) => type))).toEqual([
    ["bold"],
    ["bold", "text_link"],
    ["text_link"],
  ]);
  for (const { text, entities } of parts)
    for (const { offset, length } of entities)
      expect(text.slice(offset, offset + length)).toMatch(/^(bold|link)[\s\S]*(bold|link|end)$/);
});

test("code over the limit is cut at its lines, each part a block in the same language that keeps its indentation", () => {
  const line = "    const answer = compute(1, 2, 3);\n";
  const parts = renderTelegram(`Look:\n\n\`\`\`ts\n${line.repeat(300)}\`\`\``);
  expect(parts.length).toBe(3);
  for (const { text, entities } of parts) {
    const code = entities.at(-1);
    expect(code).toMatchObject({ type: "pre", language: "ts" });
    expect(text.slice(code?.offset, (code?.offset ?? 0) + (code?.length ?? 0))).toMatch(
      /^( {4}const answer = compute\(1, 2, 3\);\n?)+$/,
    );
  }
  expectWhole(parts, renderMarkdown(`Look:\n\n\`\`\`ts\n${line.repeat(300)}\`\`\``).text);
});

test("code that fits into one message is not cut, but begins the next one", () => {
  const code = "x = 1\n".repeat(500).trimEnd();
  const parts = renderTelegram(`${"A few words. ".repeat(150)}\n\n\`\`\`\n${code}\n\`\`\`\n\nThe end.`);
  expect(parts.length).toBe(2);
  expect(parts[1]?.text).toBe(`${code}\n\nThe end.`);
});

test.each([
  ["a paragraph", `${"Words. ".repeat(400)}\n\n${"Lines.\n".repeat(100)}${"more words. ".repeat(400)}`, /Words\.\s+$/],
  ["a line", `${"words and words\n".repeat(200)}${"more. ".repeat(600)}`, /words and words\n$/],
  ["a sentence", `${"some words here ".repeat(200)}end. ${"more words ".repeat(300)}`, /end\. $/],
  ["a word", "word ".repeat(1_000), /word $/],
  ["a sentence without spaces", `${"字".repeat(3_000)}。${"字".repeat(3_000)}`, /。$/],
])("cut after %s where there is one in the latter half", (_, markdown, end) => {
  const parts = renderTelegram(markdown);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts[0]?.text).toMatch(end);
  expect(parts[0]?.text.length).toBeGreaterThan(2_048);
});

test("blanks at a border stand at the end of the part before, and no part is blank", () => {
  for (const blanks of [1, 50, 900]) {
    const text = `${"a".repeat(4_095)}${"\u3000".repeat(blanks)}b`;
    const parts = plainParts(text);
    expectWhole(parts, text);
    expect(parts.length).toBe(2);
  }
});

test("the hundred and first mark begins a new message, since Telegram would ignore it", () => {
  const parts = renderTelegram("**b** and `c`\n\n".repeat(120));
  expectWhole(parts, "b and c\n\n".repeat(120).trimEnd());
  expect(parts.length).toBe(3);
  expect(parts.flatMap(({ entities }) => entities).length).toBe(240);
});

test("long addresses are spread over messages before Telegram refuses their weight", () => {
  const parts = renderTelegram(
    Array.from({ length: 12 }, (_, index) => `[link ${index}](https://a.example/${"p".repeat(1_800)})`).join("\n\n"),
  );
  for (const part of parts) expect(findFaults(part)).toEqual([]);
  expect(parts.length).toBe(3);
});

test("no words, no parts", () => {
  for (const nothing of ["", "   ", "\n\n\n", "\u200b\u2060", "```\n\n```"]) {
    expect(renderTelegram(nothing)).toEqual([]);
    expect(plainParts(nothing.replaceAll("`", ""))).toEqual([]);
  }
  expect(splitText({ text: "", entities: [] }, PART_LIMITS)).toEqual([]);
});

test("plain parts show marks as they are", () => {
  expect(plainParts("**a** _b_ [x](y) <b>\t\\_")).toEqual([{ text: "**a** _b_ [x](y) <b>    \\_", entities: [] }]);
});

test("a million units without a place to cut are split in little time", () => {
  const began = process.cpuUsage();
  expect(renderTelegram("(".repeat(1_000_000)).length).toBe(245);
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1_000).toBeLessThan(400);
});
