import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composeLetter } from "./compose-letter.ts";

const AT = new Date("2026-11-24T09:00:00Z");
const unsubscribeUrl = "https://procode.example/api/email/unsubscribe?token=a.b";
const item = (change: { topic?: string; text?: string; why?: string } = {}) => ({
  ...{
    id: "00000000-0000-7000-8000-000000000001",
    topic: "Tea",
    text: "Tea is out: buy some.",
    why: "You asked for it.",
  },
  ...change,
});
const compose = (items: ReturnType<typeof item>[], name = "Ada") =>
  composeLetter({
    ...{ items, at: AT, unsubscribeUrl, appUrl: "https://procode.example" },
    to: { name, address: "ada@example.com" },
  });

describe("composeLetter", () => {
  it("tells each with why it came and where to answer it, and how to get no more, in text and in HTML", () => {
    const { text, html, id, subject } = compose([
      item(),
      item({ topic: "Rent", text: "Rent is due.", why: "You said so." }),
    ]);
    for (const words of [text, html])
      for (const told of [
        ...["Tea is out: buy some.", "You asked for it.", "Rent is due.", "You said so.", unsubscribeUrl],
        ...[`https://procode.example/proactive#${item().id}`, "one letter a day"],
      ])
        expect(words).toContain(told);
    expect([id, subject]).toEqual([item().id, "PROCODE: Tea and Rent"]);
  });

  it("names two topics of many, each once", () => {
    const many = ["Tea", "Rent", "Tea", "Walk", "Work"].map((topic) => item({ topic }));
    expect(compose(many).subject).toBe("PROCODE: Tea, Rent and 2 more");
  });

  it("whatever a person or a model wrote, a header has one line and the HTML has no markup but ours", () => {
    const words = fc.string({ unit: "binary", maxLength: 60 });
    const hostile = fc.constantFrom(
      "a\r\nBcc: eve@example.com",
      "a\u2028b",
      "<img src=x onerror=alert(1)>",
      '"><script>',
      "a\u0085b\0c\x1b[0m",
    );
    const any = fc.oneof(words, hostile);
    const ours = new Set(["!doctype", "html", "head", "meta", "title", "body", "p", "br", "small", "a", "hr"]);
    fc.assert(
      fc.property(any, any, any, any, (topic, text, why, name) => {
        const letter = compose([item({ topic, text, why }), item({ text: topic })], name);
        for (const header of [letter.subject, letter.to.name]) {
          expect(header).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
          expect(header.isWellFormed()).toBe(true);
        }
        expect(letter.subject.length).toBeLessThan(300);
        for (const [, tag = ""] of letter.html.matchAll(/<\/?([^\s>]*)/g)) expect(ours).toContain(tag);
        expect(letter.html).not.toMatch(/<[^>]*\son\w+=/i);
        expect(letter.text).not.toMatch(/[^\P{Cc}\n\t]/u);
      }),
      { numRuns: 100, seed: 7 },
    );
  });
});
