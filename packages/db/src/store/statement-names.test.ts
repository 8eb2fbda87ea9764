import { expect, test } from "vitest";
import { createStatementNames } from "./statement-names.ts";

test("a text keeps its name, up to five hundred of them", () => {
  const nameOf = createStatementNames("postgresql://localhost/x");
  expect(nameOf("SELECT 1")).toBe(nameOf("SELECT 1"));
  expect(nameOf("SELECT 2")).not.toBe(nameOf("SELECT 1"));
  for (let index = 0; index < 1_000; index++) nameOf(`SELECT ${index}`);
  expect(nameOf("SELECT 1")).toBeDefined();
  expect(nameOf("SELECT 'one more'")).toBeUndefined();
});

test("behind a pooler that hands connections around, nothing is named", () => {
  expect(createStatementNames("postgresql://localhost/x?pgbouncer=true")("SELECT 1")).toBeUndefined();
});
