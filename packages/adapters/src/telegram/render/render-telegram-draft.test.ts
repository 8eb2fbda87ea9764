import { expect, test } from "vitest";
import { renderTelegramDraft } from "./render-telegram-draft.ts";
import { findFaults } from "./testing/find-faults.ts";

test.each([
  ["Hello **wor", "Hello wor", "bold"],
  ["Some `cod", "Some cod", "code"],
  ["x\n\n```ts\nconst a", "x\n\nconst a", "pre"],
  ["~~gone", "gone", "strikethrough"],
])("%j counts as closed", (soFar, text, type) => {
  const draft = renderTelegramDraft(soFar);
  expect(draft.text).toBe(text);
  expect(draft.entities.map((entity) => entity.type)).toEqual([type]);
});

test("a link whose address is half written is its words, and a picture is not there yet", () => {
  expect(renderTelegramDraft("see [the page](https://a.exa")).toEqual({ text: "see the page", entities: [] });
  expect(renderTelegramDraft("see ![a chart](https://a.exa").entities).toEqual([]);
});

test("nothing yet is an empty draft", () => {
  expect(renderTelegramDraft("")).toEqual({ text: "", entities: [] });
  expect(renderTelegramDraft("\n")).toEqual({ text: "", entities: [] });
});

test.each([
  ["words", "word and **bold** ".repeat(2_000)],
  ["one paragraph each", "A paragraph with **bold** words.\n\n".repeat(1_000)],
  ["code", `\`\`\`py\n${"    value = call(1)\n".repeat(2_000)}`],
  ["one long word", "字".repeat(30_000)],
  ["families", "👨‍👩‍👧‍👦".repeat(2_000)],
  ["a long table", `| a | b |\n|---|---|\n${"| one | two |\n".repeat(900)}`],
  ["marks", "*a* ".repeat(4_000)],
])("of a long text the end is shown: %s", (_, markdown) => {
  const draft = renderTelegramDraft(markdown);
  expect(draft.text.startsWith("…")).toBe(true);
  expect(draft.text.length).toBeGreaterThan(3_000);
  expect(findFaults(draft)).toEqual([]);
});

test("the end of long code is code in its language, on lines of its own", () => {
  const { text, entities } = renderTelegramDraft(`\`\`\`py\n${"    value = call(1)\n".repeat(2_000)}    last = 1`);
  expect(text.startsWith("…\n    value = call(1)\n")).toBe(true);
  expect(text.endsWith("    last = 1")).toBe(true);
  expect(entities).toEqual([{ type: "pre", language: "py", offset: 2, length: text.length - 2 }]);
});

test("a draft of a long answer takes little time however long it is", () => {
  const long = "A paragraph with **bold** words and `code` in it.\n\n".repeat(4_000);
  renderTelegramDraft(long);
  const began = process.cpuUsage();
  renderTelegramDraft(long);
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1_000).toBeLessThan(300);
});
