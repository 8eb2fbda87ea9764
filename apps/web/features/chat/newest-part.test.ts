import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChatMessage } from "@/components/conversation/wire-types.ts";
import { columnWidth, guessHeight } from "./guess-height.ts";
import { newestPart } from "./newest-part.ts";

const size = { width: 1280, height: 900 };
const path = (texts: string[]) =>
  texts.map((text, index) => ({ id: `${index}`, role: index % 2 ? "assistant" : "user", text }) as ChatMessage);
const heightOf = (messages: ChatMessage[]) =>
  messages.reduce((sum, message) => sum + guessHeight(message, columnWidth(size.width)), 0);

describe("the newest part of a conversation", () => {
  it("fills a window and holds no message that it could do without", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 4_000 }), { maxLength: 60 }), (texts) => {
        const messages = path(texts);
        const start = newestPart(messages, size);
        const drawn = messages.length - start;
        if (start > 0) expect(heightOf(messages.slice(start)) >= size.height || drawn === 30).toBe(true);
        if (drawn > 2) expect(heightOf(messages.slice(start + 1))).toBeLessThan(size.height);
        expect(drawn).toBeGreaterThanOrEqual(Math.min(2, messages.length));
        expect(drawn).toBeLessThanOrEqual(30);
      }),
    );
  });

  it("is the last question with its answer where that alone is higher than the window", () => {
    const long = "A line of an answer that goes on.\n".repeat(200);
    expect(newestPart(path(["Why?", long, "And then?", long]), size)).toBe(2);
  });

  it("is nothing of nothing, also where there is no window", () => {
    expect(newestPart([])).toBe(0);
  });
});
