import { expect, it } from "vitest";
import { withTyped } from "./with-typed.ts";

it("what is typed before the page knows its draft stands below it, and neither is lost or doubled", () => {
  expect(withTyped("", "")).toBe("");
  expect(withTyped("a draft", "")).toBe("a draft");
  expect(withTyped("", "typed early\n")).toBe("typed early\n");
  expect(withTyped("a draft", "typed early")).toBe("a draft\ntyped early");
  expect(withTyped("a draft", "a draft")).toBe("a draft");
});
