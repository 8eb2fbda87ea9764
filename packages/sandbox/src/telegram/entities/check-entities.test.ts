import fc from "fast-check";
import { expect, test } from "vitest";
import { checkEntities, endOf, isInsidePair } from "./check-entities.ts";
import { cleanText } from "./clean-text.ts";
import { wrongUrl } from "./wrong-url.ts";

const bold = (offset: number, length: number) => ({ type: "bold", offset, length });

test.each<[string, unknown, string]>([
  ["unknown kind", [{ type: "glow", offset: 0, length: 1 }], "unsupported MessageEntity type"],
  ["no list", "bold", "expected an Array"],
  ["no object", [null], "expected MessageEntity to be an Object"],
  ["negative offset", [bold(-1, 2)], 'field "offset"'],
  ["half an offset", [bold(0.5, 2)], 'field "offset"'],
  ["no length", [bold(0, 0)], 'field "length"'],
  ["behind the text", [bold(9, 1)], "begins after the end of the text at UTF-16 offset 9"],
  ["over the end", [bold(0, 10)], "ends after the end of the text at UTF-16 offset 10"],
  ["begins inside an emoji", [bold(3, 2)], "begins in a middle of a UTF-16 symbol at UTF-16 offset 3"],
  ["ends inside an emoji", [bold(0, 3)], "ends in a middle of a UTF-16 symbol at UTF-16 offset 3"],
  ["overlap", [bold(0, 2), { type: "italic", offset: 1, length: 4 }], "overlap"],
  ["bold in code", [{ type: "code", offset: 0, length: 5 }, bold(0, 2)], "code at 0 can't contain bold at 0"],
  ["code in bold", [bold(0, 5), { type: "code", offset: 4, length: 1 }], "bold at 0 can't contain code at 4"],
  [
    "link in link",
    ["https://a.example", "https://b.example"].map((url, index) => ({
      type: "text_link",
      url,
      offset: 0,
      length: 5 - index,
    })),
    "text_link at 0 can't contain text_link at 0",
  ],
  [
    "quote in quote",
    [
      { type: "blockquote", offset: 0, length: 5 },
      { type: "expandable_blockquote", offset: 0, length: 2 },
    ],
    "can't contain expandable_blockquote",
  ],
  ["link without address", [{ type: "text_link", offset: 0, length: 1 }], `can't find field "url"`],
  ["script as address", [{ type: "text_link", offset: 0, length: 1, url: "javascript:alert(1)" }], "Unsupported URL"],
])("%s is refused", (_name, entities, words) => {
  const text = "ab😀cd ef".slice(0, 9);
  expect(() => checkEntities(text, entities)).toThrow(words);
  expect(() => checkEntities(text, entities)).toThrow("Bad Request: can't parse entities: ");
});

test("styles nest in each other, in quotes and in links; code stands beside them", () => {
  const entities = [
    { type: "code", offset: 9, length: 1 },
    { type: "italic", offset: 0, length: 2 },
    { type: "bold", offset: 0, length: 4 },
    { type: "text_link", offset: 0, length: 5, url: "https://procode.example" },
    { type: "blockquote", offset: 0, length: 8 },
  ];
  expect(checkEntities("0123456789", entities).map(({ type }) => type)).toEqual([
    "blockquote",
    "text_link",
    "bold",
    "italic",
    "code",
  ]);
});

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 });
const entity = fc.record({
  type: fc.constantFrom("bold", "italic", "spoiler", "code", "pre", "blockquote"),
  offset: fc.integer({ min: -1, max: 50 }),
  length: fc.integer({ min: -1, max: 50 }),
});

test("what passes lies inside the text, cuts no character, and any two are apart or one inside the other", () => {
  let passed = 0;
  fc.assert(
    fc.property(text, fc.array(entity, { maxLength: 4 }), (words, given) => {
      let entities: ReturnType<typeof checkEntities>;
      try {
        entities = checkEntities(words, given);
      } catch (error) {
        expect(String(error)).toContain("Bad Request: can't parse entities: ");
        return;
      }
      passed += 1;
      expect(entities).toHaveLength(given.length);
      for (const one of entities) {
        expect(one.offset).toBeGreaterThanOrEqual(0);
        expect(endOf(one)).toBeLessThanOrEqual(words.length);
        expect(words.slice(one.offset, endOf(one)).isWellFormed()).toBe(true);
        for (const other of entities) {
          if (other === one) continue;
          const isApart = endOf(one) <= other.offset || endOf(other) <= one.offset;
          const isInside = one.offset >= other.offset && endOf(one) <= endOf(other);
          const isAround = other.offset >= one.offset && endOf(other) <= endOf(one);
          expect(isApart || isInside || isAround).toBe(true);
          if (one.type === "code" || one.type === "pre") expect(isApart).toBe(true);
        }
      }
    }),
    { numRuns: 3_000 },
  );
  expect(passed).toBeGreaterThan(300);
});

test("one entity passes exactly when it is inside the text and cuts no pair", () => {
  fc.assert(
    fc.property(text, entity, (words, one) => {
      const { offset, length } = one;
      const isGood =
        offset >= 0 &&
        length > 0 &&
        offset + length <= words.length &&
        !isInsidePair(words, offset) &&
        !isInsidePair(words, offset + length);
      const check = () => checkEntities(words, [one]);
      if (isGood) expect(check()).toEqual([one]);
      else expect(check).toThrow("can't parse entities");
    }),
    { numRuns: 2_000 },
  );
});

test("trimming keeps every entity on its words", () => {
  const space = fc.string({ unit: fc.constantFrom(" ", "\n"), maxLength: 4 });
  fc.assert(
    fc.property(space, text, space, (before, words, after) => {
      fc.pre(words.trim() === words && words !== "");
      const raw = before + words + after;
      const clean = cleanText({ text: raw, entities: [bold(before.length, words.length + after.length)] });
      expect(clean.text).toBe(words);
      expect(clean.entities).toEqual([bold(0, words.length)]);
    }),
  );
});

test("a text with half a character is refused before anything else", () => {
  expect(() => cleanText({ text: "half \ud83d" })).toThrow("strings must be encoded in UTF-8");
});

test.each([
  ["https://example.com/a?b=c#d", null],
  ["example.com/a", null],
  ["http://127.0.0.1:3000/telegram", null],
  ["tg://user?id=1", null],
  ["http://localhost:3000/", "Wrong HTTP URL"],
  ["localhost", "Wrong HTTP URL"],
  ["https://exa mple.com", "Wrong HTTP URL"],
  ["", "Wrong HTTP URL"],
  ["javascript:alert(1)", "Unsupported URL protocol"],
  ["data:text/html,x", "Unsupported URL protocol"],
  ["mailto:a@example.com", "Unsupported URL protocol"],
])("address %j: %s", (url, reason) => {
  expect(wrongUrl(url)).toBe(reason);
});
