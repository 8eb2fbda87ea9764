import fc from "fast-check";
import { expect, test } from "vitest";
import { splitInsideCharacters } from "./split-inside-characters.ts";

test("the bytes stay the same, whatever is written", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), (texts) => {
      const parts: Buffer[] = [];
      const { write, flush } = splitInsideCharacters((part) => parts.push(part));
      for (const text of texts) write(text);
      flush();
      expect(Buffer.concat(parts)).toEqual(Buffer.from(texts.join("")));
    }),
  );
});

test("a part with an emoji ends inside a character", () => {
  const parts: Buffer[] = [];
  splitInsideCharacters((part) => parts.push(part)).write("data 👩‍👩‍👧 end");
  expect(parts[0]?.toString("utf8")).toContain("\uFFFD");
});
