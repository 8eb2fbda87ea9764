import fc from "fast-check";

/** Documents as models write them and worse: nested marks, code, lists, tables, and every script that can be cut wrong. */
export function markdownDocuments(): fc.Arbitrary<string> {
  const document = fc.array(blocks(2), { minLength: 0, maxLength: 7 }).map((parts) => parts.join("\n\n"));
  const repeated = fc
    .tuple(document, fc.integer({ min: 2, max: 40 }))
    .map(([text, times]) => `${text}\n\n`.repeat(times).slice(0, 9_000));
  return fc.oneof({ weight: 29, arbitrary: document }, { weight: 1, arbitrary: repeated });
}

const WORDS = [
  ..."the quick fox, jumps. over? a_b x*y 2*3 <b>raw</b> &amp; &nbsp; \\* snake_case #tag @name /cmd 3. $5 | ~ `".split(
    " ",
  ),
  ...["שלום", "مرحبا", "العربية", "日本語の文章。", "中文，没有空格的句子！", "ภาษาไทย", "हिन्दी", "한국어"],
  ...[
    "👨‍👩‍👧‍👦",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "🇩🇪🇫🇷🇯🇵",
    "❤️",
    "1️⃣",
    "👍🏽",
    "e\u0301\u0323",
    "Z\u0351\u036b\u0343",
    "a\u200bb",
    "x\u202ey",
    "𝒳𝒴",
  ],
  "https://example.com/a?b=c&d=e",
];
const URLS = [
  "https://example.com/a_(b)?q=1",
  "http://пример.рф/путь",
  "mailto:a@b.example",
  "tg://user?id=1",
  "javascript:alert(1)",
  "/relative",
  "#here",
  "http://localhost/x",
  "data:text/html,x",
  "https://evil.example/?q=words",
  "nonsense",
];

const word = fc.oneof(
  { weight: 300, arbitrary: fc.constantFrom(...WORDS) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("a", "é", "字", "👨‍👩‍👧", "🇩🇪"), fc.integer({ min: 1, max: 500 }))
      .map(([unit, times]) => unit.repeat(times)),
  },
  {
    weight: 20,
    arbitrary: fc.string({ maxLength: 12, unit: "grapheme" }).map((text) => text.replace(/[\p{Cc}]/gu, "")),
  },
);
const words = fc.array(word, { minLength: 1, maxLength: 8 }).map((all) => all.join(" "));
const url = fc.constantFrom(...URLS);

function inlines(depth: number): fc.Arbitrary<string> {
  if (depth === 0) return words;
  const inner = inlines(depth - 1);
  return fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: words },
        inner.map((text) => `**${text}**`),
        inner.map((text) => `*${text}*`),
        inner.map((text) => `~~${text}~~`),
        inner.map((text) => `**bold *both ~~all~~* ${text}**`),
        words.map((text) => `\`${text.replaceAll("`", "")}\``),
        words.map((text) => `**b \`${text.replaceAll("`", "")}\` b**`),
        fc.tuple(inner, url).map(([text, to]) => `[${text}](<${to}>)`),
        fc.tuple(words, url).map(([text, to]) => `![${text}](<${to}>)`),
        fc.constantFrom(
          "[ref][one]",
          "![alt][one]",
          "[^1]",
          "[none]",
          "<https://auto.example>",
          "[](https://a.example)",
        ),
        fc.constantFrom("  \nbroken", "\nsoft", "**", "*", "`", "[", "]("),
      ),
      { minLength: 1, maxLength: 5 },
    )
    .map((parts) => parts.join(" "));
}

function blocks(depth: number): fc.Arbitrary<string> {
  const leaves = [
    { weight: 6, arbitrary: inlines(2) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.integer({ min: 1, max: 6 }), inlines(1))
        .map(([level, text]) => `${"#".repeat(level)} ${text}`),
    },
    { weight: 2, arbitrary: codeBlocks() },
    { weight: 2, arbitrary: tables() },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "---",
        "<div>\n  html\n</div>",
        "[one]: https://one.example 'title'",
        "[^1]: The note\n    goes on",
        "\tindented",
        "```\n\n```",
      ),
    },
  ];
  if (depth === 0) return fc.oneof(...leaves);
  const inner = fc.array(blocks(depth - 1), { minLength: 1, maxLength: 3 });
  return fc.oneof(
    ...leaves,
    {
      weight: 2,
      arbitrary: fc
        .tuple(inner, fc.boolean())
        .map(([parts, loose]) => lines(parts.join(loose ? "\n\n" : "\n"), "> ", "> ")),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(inner, fc.constantFrom("- ", "* ", "1. ", "7) ", "- [ ] ", "- [x] "), fc.boolean())
        .map(([items, marker, loose]) =>
          items.map((item) => lines(item, marker, marker.startsWith("-") ? "  " : "   ")).join(loose ? "\n\n" : "\n"),
        ),
    },
  );
}

function codeBlocks(): fc.Arbitrary<string> {
  const line = fc
    .tuple(fc.constantFrom("", "  ", "\t", "        "), words)
    .map((parts) => parts.join("").replaceAll("`", "'"));
  return fc
    .tuple(
      fc.constantFrom("", "ts", "c++", "no such language"),
      fc.array(fc.oneof(line, fc.constant("")), { maxLength: 12 }),
      fc.integer({ min: 1, max: 6 }),
    )
    .map(
      ([language, code, times]) =>
        `\`\`\`${language}\n${Array.from({ length: times }, () => code.join("\n")).join("\n")}\n\`\`\``,
    );
}

function tables(): fc.Arbitrary<string> {
  const cell = fc.oneof(words, inlines(1), fc.constant("")).map((text) => text.replace(/[|\n\\`]/g, " "));
  return fc
    .integer({ min: 1, max: 4 })
    .chain((columns) =>
      fc
        .array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 4 })
        .map(([head = [], ...rows]) =>
          [head, Array.from({ length: columns }, (_, column) => [":--", "--:", ":-:"][column % 3] ?? "---"), ...rows]
            .map((row) => `| ${row.join(" | ")} |`)
            .join("\n"),
        ),
    );
}

function lines(text: string, first: string, rest: string): string {
  return text
    .split("\n")
    .map((line, index) => (index === 0 ? first : rest) + line)
    .join("\n");
}
