import { expect, test } from "vitest";
import { createControl } from "./control.ts";

const call = (lastUserText: string, model = "procode/demo") => ({ model, lastUserText });

test("a directive is stronger than a rule, a rule than the defaults, and those than the pace for people", () => {
  const control = createControl();
  expect(control.scriptFor(call("hi"))).toEqual({ firstMs: 250, intervalMs: 15 });
  control.setDefaults({ firstMs: 1, intervalMs: 1, tokens: 1 });
  control.addRule({ model: "a/b", script: { tokens: 2, intervalMs: 2 } });
  expect(control.scriptFor(call("hi"))).toMatchObject({ tokens: 1 });
  expect(control.scriptFor(call("[[sandbox tokens=3]]", "a/b"))).toEqual({ firstMs: 1, intervalMs: 2, tokens: 3 });
});

test("the next calls differ, and the one after them does not", () => {
  const control = createControl();
  control.next({ error: 503 }, 2);
  const errors = [1, 2, 3].map(() => control.scriptFor(call("hi")).error);
  expect(errors).toEqual([503, 503, undefined]);
});

test("a directive with times=1 lets the retry of the same message through, also when it comes joined to another", () => {
  const control = createControl();
  const failing = "[[sandbox error=502 times=1]] hi";
  expect(control.scriptFor(call(failing)).error).toBe(502);
  expect(control.scriptFor(call(failing)).error).toBeUndefined();
  expect(control.scriptFor(call(`${failing}\n\nand more`)).error).toBeUndefined();
});

test("a change over HTTP is checked whole before any of it counts", () => {
  const control = createControl();
  expect(() => control.apply({ defaults: { tokens: 1 }, next: { script: { eror: 1 } } })).toThrow(/eror/);
  expect(() => control.apply({ delay: 3 })).toThrow(/delay/);
  expect(control.state()).toEqual({ defaults: {}, rules: [], generationDelayMs: 500 });
  control.apply({ defaults: { tokens: 1 }, rules: [{ contains: "x", script: { echo: true } }], generationDelayMs: 0 });
  expect(control.state()).toMatchObject({ defaults: { tokens: 1 }, generationDelayMs: 0, rules: [{ contains: "x" }] });
  control.apply({ reset: true });
  expect(control.state()).toEqual({ defaults: {}, rules: [], generationDelayMs: 500 });
});
