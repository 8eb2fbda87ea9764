import type { FeedTopic } from "@procode/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readHints, writeHints } from "./hint-payload.ts";

const topics = fc.constantFrom<FeedTopic>("changes", "parts", "stops");

test("every hint reaches another process once, and no payload is longer than PostgreSQL carries", () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.uuid(),
      fc.dictionary(topics, fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 900 })),
      (sender, self, hints) => {
        fc.pre(sender !== self);
        const given = new Map(Object.entries(hints).map(([topic, users]) => [topic as FeedTopic, new Set(users)]));
        const payloads = writeHints(sender, given);
        const told = payloads.flatMap((payload) => readHints(payload, self)).map(({ topic, userId }) => topic + userId);
        const wanted = [...given].flatMap(([topic, users]) => [...users].map((userId) => topic + userId));
        expect(told.toSorted()).toEqual(wanted.toSorted());
        for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThan(8_000);
        expect(payloads.flatMap((payload) => readHints(payload, sender))).toEqual([]);
      },
    ),
    { numRuns: 50 },
  );
});

test("what nobody understands is no hint", () => {
  fc.assert(fc.property(fc.string(), (payload) => readHints(payload, "self").every(({ userId }) => userId !== "")));
  expect(readHints("other x 1 2", "self")).toEqual([]);
});
