import { expect, test } from "vitest";
import { findDirective, readScript } from "./script.ts";

test("every documented directive is understood", () => {
  expect(findDirective("[[sandbox first=100 interval=10 tokens=200]] go")?.script).toEqual({
    firstMs: 100,
    intervalMs: 10,
    tokens: 200,
  });
  expect(findDirective("[[sandbox error=429 retry-after=7]]")?.script).toEqual({ error: 429, retryAfterSeconds: 7 });
  expect(
    findDirective("say [[sandbox break=error-chunk after=5]] and [[sandbox split-utf8 no-usage echo]]")?.script,
  ).toEqual({ break: "error-chunk", after: 5, splitUtf8: true, noUsage: true, echo: true });
});

test("ordinary text holds no directive", () => {
  expect(findDirective("[sandbox] [[other x=1]] plain")).toBeNull();
});

test("a mistyped directive is refused, because a test that it does not change would prove nothing", () => {
  expect(() => findDirective("[[sandbox frist=100]]")).toThrow(/frist/);
  expect(() => findDirective("[[sandbox error=200]]")).toThrow(/error/);
  expect(() => findDirective("[[sandbox first=soon]]")).toThrow(/first/);
  expect(() => findDirective("[[sandbox break=loudly]]")).toThrow(/break/);
  expect(() => readScript({ firstMS: 1 })).toThrow(/firstMS/);
  expect(() => readScript({ tokens: -1 })).toThrow(/tokens/);
});
