import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeName } from "./code/code-name.ts";
import { decodeEntities } from "./decode-entities.ts";
import { lexAnswer } from "./lex-answer.ts";
import { mendMarkdown } from "./mend-markdown.ts";
import { tooHeavy } from "./too-heavy.ts";
import { wholeWords } from "./whole-words.ts";

const LIMIT_MS = 4_000;
const pile = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

describe("a heavy answer", () => {
  const piles = [
    "(",
    "[",
    "![",
    "*a ",
    "*a_b ",
    "> ",
    "- ",
    "1. ",
    "`a``b",
    "<a ",
    "[a](",
    "| a ",
    "www.",
    "a@",
    "&a",
    "~~a ",
    "\\*",
    ">\n",
    "- a\n",
    "[a]: b\n",
    " ",
    "\t- a\n",
    "```\n",
    "#",
    "***",
    "<!--",
  ];
  it.each(piles)("of 110,000 characters of %j does not hold the page up", (unit) => {
    // Time of the processor, not of the wall: other tests run beside this one.
    const before = process.cpuUsage();
    lexAnswer(pile(unit, 110_000), mendMarkdown);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(LIMIT_MS);
  });
  it("of a megabyte is plain text at once", () => {
    const started = performance.now();
    expect(lexAnswer("(".repeat(1_000_000), null)).toBeNull();
    expect(performance.now() - started).toBeLessThan(50);
  });
  it("of lists in lists without end is plain text", () => {
    expect(
      lexAnswer(Array.from({ length: 600 }, (_, depth) => `${" ".repeat(depth * 2)}- a`).join("\n"), null),
    ).toBeNull();
    expect(tooHeavy("> > > a quote in a quote in a quote\n\n- a\n  - b\n    - c")).toBe(false);
  });
  it("never makes the lexer throw", () => {
    const bits = fc.constantFrom(
      "*",
      "_",
      "`",
      "```",
      "[",
      "](",
      ")",
      "!",
      "<",
      ">",
      "|",
      "-",
      "\n",
      "\n\n",
      "  ",
      "#",
      "1. ",
      "- ",
      "~",
      "&amp;",
      "\\",
      "http://a.b",
      "a",
      "\ud800",
    );
    fc.assert(
      fc.property(
        fc.array(bits, { maxLength: 120 }),
        fc.boolean(),
        (parts, open) => lexAnswer(parts.join(""), open ? mendMarkdown : null) !== undefined,
      ),
      { numRuns: 500 },
    );
  });
});

describe("half-written markup", () => {
  const html = (text: string) => JSON.stringify(lexAnswer(text, mendMarkdown));
  it("is closed while the answer streams", () => {
    expect(html("some **bold te")).toContain('"strong"');
    expect(html("see [the docs](https://docs.exa")).not.toContain('docs.exa"');
    expect(html("```ts\nconst a = ")).toContain('"code"');
  });
  it("is left as written once it is final", () => {
    expect(JSON.stringify(lexAnswer("2 ** 3", null))).not.toContain('"strong"');
  });
});

describe("whole words", () => {
  it("end where a word ends", () => {
    expect(wholeWords("since the oth")).toBe("since the ");
    expect(wholeWords("hel")).toBe("");
    expect(wholeWords("```typescr")).toBe("");
    expect(wholeWords("你好世")).toBe("你好世");
  });
  it("do not hold back a run that is no word, nor cut a character in two", () => {
    expect(wholeWords("x".repeat(50))).toHaveLength(50);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "b", " ", "\n", "語", "😀"), { maxLength: 120 }).map((units) => units.join("")),
        (text) => {
          const shown = wholeWords(text);
          expect(text.startsWith(shown)).toBe(true);
          expect(text.length - shown.length).toBeLessThanOrEqual(40);
          expect(/[\ud800-\udbff]$/.test(shown)).toBe(false);
        },
      ),
    );
  });
});

describe("small things of code and entities", () => {
  it("names the file when the fence does", () => {
    expect(codeName("ts retry-delay.ts")).toEqual({ language: "ts", name: "retry-delay.ts" });
    expect(codeName('js title="app.js"')).toEqual({ language: "js", name: "app.js" });
    expect(codeName("python")).toEqual({ language: "python", name: "python" });
    expect(codeName("ts:src/a.ts")).toEqual({ language: "ts", name: "src/a.ts" });
    expect(codeName("")).toEqual({ language: "", name: "text" });
  });
  it("reads entities and leaves what is none", () => {
    expect(decodeEntities("a &amp; b &lt;c&gt; &#8364; &#x1F600; &unknown; &#0; &#xD800; R&D")).toBe(
      "a & b <c> € 😀 &unknown; &#0; &#xD800; R&D",
    );
  });
});
