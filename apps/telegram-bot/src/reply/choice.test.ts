import * as fc from "fast-check";
import { expect, it } from "vitest";
import { anySetting } from "../testing/any-setting.ts";
import { type Choice, readChoice, writeChoice } from "./choice.ts";

const acts = ["up", "down", "less", "why", "snooze", "back", "three-hours", "tomorrow", "week", "wake"] as const;
const panel = [
  "show",
  "on",
  "off",
  "ahead",
  "came",
  "limits",
  "snooze",
  "wake",
  "day-1",
  "week-20",
  "usd-0.25",
] as const;
const choice: fc.Arbitrary<Choice> = fc.oneof(
  fc.record({ kind: fc.constant("conversation" as const), id: fc.uuid() }),
  fc.record({ kind: fc.constant("model" as const), id: fc.string({ minLength: 1, maxLength: 60 }) }),
  fc.record({ kind: fc.constant("unlink" as const), id: fc.constantFrom("yes" as const, "no" as const) }),
  fc.record({ kind: fc.constant("message" as const), id: fc.uuid(), act: fc.constantFrom(...acts) }),
  fc.record({ kind: fc.constant("panel" as const), id: fc.constantFrom(...panel) }),
  fc.record({ kind: fc.constant("setting" as const), setting: anySetting }),
);

it("whatever a button says comes back as it was written, in at most Telegram's 64 bytes", () => {
  fc.assert(
    fc.property(choice, (given) => {
      const data = writeChoice(given);
      if (data === null) return expect(given.kind).toBe("model");
      expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
      expect(readChoice(data)).toEqual(given);
    }),
  );
});

it("what no button of ours sends is nothing, whatever it is", () => {
  const forged = ["", "p:", "p:up", "p:up:", "p:dance:", "p:up:not-an-id", "w:", "w:dance", "c:x", "u:maybe", "x:on"];
  forged.push(
    "s:",
    "s:topics",
    "s:topics:10",
    "s:from:8:2200",
    "s:from:all:2460",
    "s:add::0800:0123456789ab",
    "s:toString:",
  );
  for (const data of forged) expect(readChoice(data), data).toBeNull();
  fc.assert(
    fc.property(fc.string(), (data) => {
      expect(() => readChoice(data)).not.toThrow();
    }),
  );
});
