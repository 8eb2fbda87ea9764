import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { followPart, type StreamPart, startStream } from "./answer-stream.ts";

type Done = { text: string };
const delta = (text: string): StreamPart<Done> => ({ type: "delta", text });

describe("following an answer", () => {
  it("ends with the final message and then takes nothing more", () => {
    const done = followPart(startStream<Done>("ab"), "2", { type: "done", message: { text: "ab" } });
    expect(done.message).toEqual({ text: "ab" });
    expect(followPart(done, "3", delta("c"))).toBe(done);
  });
  it("starts over at a reset", () => {
    expect(followPart(startStream<Done>("longer than stored"), "5", { type: "reset", text: "short" }).text).toBe(
      "short",
    );
  });
  it("notices a missing part and keeps what it has", () => {
    const stream = followPart(startStream<Done>("ab"), "9", delta("xy"));
    expect(stream).toMatchObject({ text: "ab", gap: true });
    expect(followPart(stream, "9", delta("cdefghi"))).toMatchObject({ text: "abcdefghi", gap: false });
  });
  it("is equal unit by unit however often a reconnect repeats parts, also in the middle of a surrogate pair", () => {
    const run = fc.record({
      text: fc
        .array(fc.constantFrom("a", "ż", " ", "\n", "😀", "\ud83d"), { maxLength: 200 })
        .map((units) => units.join("")),
      cuts: fc.array(fc.nat(), { maxLength: 20 }),
      back: fc.array(fc.nat(), { maxLength: 20 }),
    });
    fc.assert(
      fc.property(run, ({ text, cuts, back }) => {
        const ends = [...new Set(cuts.map((cut) => (text.length === 0 ? 0 : cut % text.length))), text.length].sort(
          (a, b) => a - b,
        );
        let stream = startStream<Done>();
        ends.forEach((end, index) => {
          // a part may begin before the end of what is known, as after a reconnect
          const from = Math.max(0, stream.text.length - ((back[index] ?? 0) % 7));
          stream = followPart(stream, String(end), delta(text.slice(from, end)));
          stream = followPart(stream, String(end), delta(text.slice(from, end)));
        });
        expect(stream.text).toBe(text);
      }),
    );
  });
});
