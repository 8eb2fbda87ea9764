import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createCipher } from "./cipher.ts";

const key = (byte: number) => Buffer.alloc(32, byte).toString("base64");
const place = { userId: "0190d5c0-0000-7000-8000-000000000001", field: "profile" };

test("what goes in comes out, and never twice in the same form", () => {
  const cipher = createCipher(`a:${key(1)}`);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const stored = cipher.encrypt(text, place);
      expect(cipher.decrypt(stored, place)).toBe(text);
      expect(cipher.encrypt(text, place)).not.toBe(stored);
    }),
  );
});

test("after a rotation the newest key writes and the old one still reads", () => {
  const old = createCipher(`old:${key(1)}`).encrypt("secret", place);
  const rotated = createCipher(`new:${key(2)},old:${key(1)}`);
  expect(rotated.decrypt(old, place)).toBe("secret");
  expect(rotated.encrypt("secret", place)).toMatch(/^new:/);
  expect(() => createCipher(`new:${key(2)}`).decrypt(old, place)).toThrow('lacks the key "old"');
});

test("a value that was moved to another person or field, or changed, is refused", () => {
  const cipher = createCipher(`a:${key(1)}`);
  const stored = cipher.encrypt("secret", place);
  expect(() => cipher.decrypt(stored, { ...place, userId: "0190d5c0-0000-7000-8000-000000000002" })).toThrow();
  expect(() => cipher.decrypt(stored, { ...place, field: "name" })).toThrow();
  const bytes = Buffer.from(stored.slice(2), "base64");
  for (const position of [0, 12, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8((changed.readUInt8(position) + 1) % 256, position);
    expect(() => cipher.decrypt(`a:${changed.toString("base64")}`, place)).toThrow();
  }
  expect(() => cipher.decrypt(`a:${bytes.subarray(0, 14).toString("base64")}`, place)).toThrow();
});

test("a list of keys that is not one is refused with what is expected", () => {
  for (const wrong of [
    "",
    "a",
    `a:${Buffer.alloc(16).toString("base64")}`,
    `:${key(1)}`,
    `a b:${key(1)}`,
    `a:${key(1)},a:${key(2)}`,
  ]) {
    expect(() => createCipher(wrong), wrong).toThrow("ENCRYPTION_KEYS");
  }
});
