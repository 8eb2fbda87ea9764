import fc from "fast-check";
import { expect, it } from "vitest";
import type { FoundThing, TalkMessage } from "./ask-analyst.ts";
import { checkFound } from "./check-found.ts";

const NOW = Date.UTC(2026, 10, 30, 12);
const DAY_MS = 86_400_000;
const createdAt = new Date(NOW - DAY_MS);

const talk = fc.array(
  fc.record({
    id: fc.uuid(),
    role: fc.constantFrom("user" as const, "assistant" as const),
    text: fc.constantFrom("I will call mum on Friday", "will\n call mum", "Friday is fine", ""),
    createdAt: fc.constant(createdAt),
  }),
  { maxLength: 5 },
);
const thing = fc.record({
  kind: fc.constantFrom("reminder" as const, "promise" as const, "goal" as const),
  words: fc.string({ minLength: 3, maxLength: 200 }),
  quote: fc.constantFrom("I will", "call mum", "mum on", "will  call", "Eve says", "Friday"),
  message: fc.integer({ min: 0, max: 5 }),
  dueAt: fc.integer({ min: -10, max: 400 }).map((days) => new Date(NOW + days * DAY_MS + 60_000).toISOString()),
  confidence: fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100),
});

it("whatever a model answers, what is kept was said by the person themselves, is still to come, was sure, and is there once", () => {
  const kept = { some: 0 };
  fc.assert(
    fc.property(talk, fc.array(thing, { maxLength: 12 }), (said: TalkMessage[], things: FoundThing[]) => {
      const found = checkFound(things, { talk: said, known: [], nowMs: NOW });
      expect(found.length).toBeLessThanOrEqual(5);
      for (const one of found) {
        const source = said.find(({ id }) => id === one.sourceId);
        expect(source?.role).toBe("user");
        const line = (text: string) => text.replace(/\s+/g, " ");
        const claimed = things.filter(
          ({ dueAt, kind }) => new Date(dueAt).getTime() === one.dueAt.getTime() && kind === one.kind,
        );
        expect(
          claimed.some(({ quote, confidence }) => confidence >= 0.6 && line(source?.text ?? "").includes(line(quote))),
        ).toBe(true);
        expect(one.dueAt.getTime()).toBeGreaterThan(NOW);
        expect(one.dueAt.getTime()).toBeLessThanOrEqual(NOW + 366 * DAY_MS);
        const near = found.filter(
          (other) =>
            other.sourceId === one.sourceId && Math.abs(other.dueAt.getTime() - one.dueAt.getTime()) < DAY_MS / 2,
        );
        expect(near).toEqual([one]);
        kept.some++;
      }
      // What is known by then is found no more.
      expect(
        checkFound(things, { talk: said, known: found, nowMs: NOW }).filter((one) =>
          found.some((known) => known.sourceId === one.sourceId && known.dueAt.getTime() === one.dueAt.getTime()),
        ),
      ).toEqual([]);
    }),
    { numRuns: 500 },
  );
  expect(kept.some).toBeGreaterThan(10);
});
