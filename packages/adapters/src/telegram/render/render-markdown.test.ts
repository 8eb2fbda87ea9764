import type { TelegramText } from "@procode/core";
import { expect, test } from "vitest";
import { renderMarkdown } from "./render-markdown.ts";
import { tooHeavy } from "./too-heavy.ts";

/** A text with its marks written into it, so that a test reads like what a person sees. */
function show({ text, entities }: TelegramText): string {
  const inserts: { at: number; words: string; order: number }[] = [];
  for (const [index, { type, offset, length, url, language }] of entities.entries()) {
    const name = url ?? language ?? "";
    inserts.push({ at: offset, words: `<${type}${name === "" ? "" : ` ${name}`}>`, order: index });
    inserts.push({ at: offset + length, words: "</>", order: -index - 1 });
  }
  inserts.sort((a, b) => b.at - a.at || b.order - a.order);
  return inserts.reduce((shown, { at, words }) => shown.slice(0, at) + words + shown.slice(at), text);
}

test.each([
  ["# A *title*\n\nwords", "<bold>A <italic>title</></>\n\nwords"],
  ["**bold _both_** ~~gone~~", "<bold>bold <italic>both</></> <strikethrough>gone</>"],
  ["**a **b** c**", "<bold>a b c</>"],
  ["`x < 1` and ``a`b``", "<code>x < 1</> and <code>a`b</>"],
  ["line one\nline two  \nline three", "line one\nline two\nline three"],
  ["- one\n- two\n  more\n  - deep", "• one\n• two\n   more\n   • deep"],
  ["3. three\n4. four", "3. three\n4. four"],
  ["- [x] done\n- [ ] open", "☑ done\n☐ open"],
  ["- one\n\n- two", "• one\n\n• two"],
  ["a\n\n---\n\nb", "a\n\n──────────\n\nb"],
  ["<b>raw</b> <script>alert(1)</script>", "<b>raw</b> <script>alert(1)</script>"],
  ["<div>\n  a\n</div>", "<div>\n  a\n</div>"],
  ["> quote\n> > inner\n> > more", "<blockquote>quote\n\n│ inner\n│ more</>"],
  ["- > in a list\n- b", "•\n<blockquote>in a list</>\n• b"],
  ["a note[^1]\n\n[^1]: what it says", "a note[1]\n\n[1] what it says"],
  ["&amp; \\* &nbsp;.", "& * \u00a0."],
  ["$a_b$ and a_b_c", "$a_b$ and a_b_c"],
  ["-", "•"],
  ["", ""],
  [" \n\u200b\n", ""],
])("%j", (markdown, shown) => {
  expect(show(renderMarkdown(markdown))).toBe(shown);
});

test("code keeps its indentation and its language, a tab becomes four spaces, and nothing inside is a mark", () => {
  const code = renderMarkdown("```ts\n\tif (a) {\n\t\t**b**\n\t}\n```");
  expect(show(code)).toBe("<pre ts>    if (a) {\n        **b**\n    }</>");
});

test("what stands behind a fence and is no language stays readable", () => {
  expect(show(renderMarkdown("```{title=x} more\ncode\n```"))).toBe("<pre>{title=x} more\ncode</>");
  expect(show(renderMarkdown("```js title=x\ncode\n```"))).toBe("<pre js>code</>");
  expect(show(renderMarkdown("a\n\n```\n\n```\n\nb"))).toBe("a\n\nb");
});

test("marks around code are closed before it and opened after, since nothing may hold code", () => {
  expect(show(renderMarkdown("**a `b` c**"))).toBe("<bold>a</> <code>b</> <bold>c</>");
  expect(show(renderMarkdown("# `b`"))).toBe("<code>b</>");
  expect(show(renderMarkdown("> a `b` c"))).toBe("<blockquote>a b c</>");
  expect(show(renderMarkdown("> a\n>\n> ```\n> b\n> ```\n> c"))).toBe(
    "<blockquote>a</>\n\n<pre>b</>\n\n<blockquote>c</>",
  );
  expect(show(renderMarkdown("[`b`](https://a.example)"))).toBe("<text_link https://a.example/>b</>");
});

test.each([
  ["[x](https://a.example/p?q=1)", "<text_link https://a.example/p?q=1>x</>"],
  ["[x](mailto:a@b.example?subject=c)", "x (a@b.example)"],
  ["a@b.example", "a@b.example"],
  ["[x](tg://user?id=1)", "<text_link tg://user?id=1>x</>"],
  ["[x][r]\n\n[r]: https://a.example 'title'", "<text_link https://a.example/>x</>"],
  ["![a chart](https://evil.example/?q=secret)", "<text_link https://evil.example/?q=secret>a chart</>"],
  ["![](https://a.example/p.png)", "<text_link https://a.example/p.png>https://a.example/p.png</>"],
  ["[![alt](https://a.example/p.png)](https://b.example)", "<text_link https://b.example/>alt</>"],
  ["<https://a.example>", "<text_link https://a.example/>https://a.example</>"],
  ["[x](javascript:alert%281%29)", "x (javascript:alert%281%29)"],
  ["[x](/settings)", "x (/settings)"],
  ["[x](http://localhost:3000)", "x (http://localhost:3000)"],
  ["[x](data:text/html,hello)", "x (data:text/html,hello)"],
  ["[x]()", "x"],
  ["[undefined][nowhere]", "[undefined][nowhere]"],
])("a link is a link only where Telegram takes it: %s", (markdown, shown) => {
  expect(show(renderMarkdown(markdown))).toBe(shown);
});

test("an address that would fill the message is told in words, shortened", () => {
  const { text, entities } = renderMarkdown(`[x](data:image/png;base64,${"A".repeat(5_000)})`);
  expect(entities).toEqual([]);
  expect(text.length).toBeLessThan(520);
});

test("a narrow table is drawn, by the width of its letters", () => {
  const table = "| Name | Age | x |\n|:--|--:|:-:|\n| Ana **b** | 7 | ok |\n| 日本 | 120 | no |";
  expect(show(renderMarkdown(table))).toBe(
    "<pre>Name  | Age | x\n------+-----+---\nAna b |   7 | ok\n日本  | 120 | no</>",
  );
});

test("a wide table, or one with links, is told row by row", () => {
  const wide = `| Name | About |\n|---|---|\n| Ana | ${"word ".repeat(12)} |\n| Bo | |`;
  expect(show(renderMarkdown(wide))).toBe(
    `<bold>Name: Ana</>\nAbout: ${"word ".repeat(12).trim()}\n\n<bold>Name: Bo</>\nAbout: –`,
  );
  const linked = "| a | b |\n|---|---|\n| x | [l](https://a.example) |";
  expect(show(renderMarkdown(linked))).toBe("<bold>a: x</>\nb: <text_link https://a.example/>l</>");
  expect(show(renderMarkdown(`| ${"wide ".repeat(10)} | b |\n|---|---|`))).toBe(
    `<bold>${"wide ".repeat(10).trim()}</>\nb`,
  );
});

test("characters that Telegram drops or that break its lines are settled before anything is counted", () => {
  expect(renderMarkdown("a\r\nb\u2028c\u0007d\u202ee\ud800f").text).toBe("a\nb\nc de\ufffdf");
});

test("a run of blanks is never longer than a thousand, and what stands after it keeps its mark", () => {
  const { text, entities } = renderMarkdown(`a${"\u00a0".repeat(6_000)}**b**`);
  expect(text.length).toBe(1_002);
  expect(entities).toEqual([{ type: "bold", offset: 1_001, length: 1 }]);
});

test.each([
  [`${" ".repeat(999)}a`, 1_000],
  [`${"\u200b".repeat(1_001)}a`, 1_000],
  ["(", 1_000_000],
  ["****", 250_000],
  ["> ", 500_000],
  ["[", 1_000_000],
])("a megabyte of %j is plain text within 200 ms", (unit, times) => {
  const began = process.cpuUsage();
  const { text, entities } = renderMarkdown(unit.repeat(times));
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1_000).toBeLessThan(200);
  expect(entities).toEqual([]);
  expect(text.length).toBeGreaterThan(999_000);
});

test("a long answer as models write them is read as Markdown", () => {
  const list = "- **An item** with `code`, a [link](https://a.example) and some more words to read\n".repeat(200);
  const table = `| a | b | c | d |\n|---|---|---|---|\n${"| one | two | three | four |\n".repeat(150)}`;
  const code = `\`\`\`c\n${"int *p = &a[i]; /* a: b | c */\n".repeat(400)}\`\`\`\n`;
  const numbered = Array.from({ length: 150 }, (_, index) => `${index + 1}. **Item**: \`code\` and *more*\n`).join("");
  for (const answer of [list, numbered, table, code, `${"Some *words* with **marks**. ".repeat(12)}\n\n`.repeat(60)])
    expect(tooHeavy(answer), answer.slice(0, 20)).toBe(false);
});

// Each of these takes the parser seconds or minutes when it is as long as an answer may be.
test.each([
  "[",
  "![",
  "*a_ ",
  "**a*",
  "_a*b",
  "a*",
  "[^a]",
  "[a](<b",
  "]",
  "> ",
  "1. ",
  "- ",
  "- a\n",
  "- a\n ",
  "- a\n\n",
  "> a\n",
  "[a]: x\n",
  "a\n\n",
  "# a\n",
  "a\n=\n",
  "| a ",
  "|a|b\n|-|-\n",
  "&amp;",
  "<a ",
  "`a``",
  "``` ",
  "```a`\n*a_ ",
  "a@b.c ",
  "<!--\n```\n-->\n*a_ *b_ ",
  "[^a]: b\n",
  "<!--\n```\n-->\n- a\n- b\n- c\n",
  "a\n",
  "~~a~",
  "\\",
  "    a\n\n",
  "<b>\n\n",
  "http://a ",
  "|a",
])("as many %j as are read as Markdown are read in little time", (unit) => {
  let times = Math.floor(40_000 / unit.length);
  while (tooHeavy(unit.repeat(times))) times = Math.floor(times * 0.9);
  const began = process.cpuUsage();
  renderMarkdown(unit.repeat(times));
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1_000).toBeLessThan(1_500);
});
