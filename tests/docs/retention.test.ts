import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const TABLES = [...read("prisma/schema.prisma").matchAll(/^ {2}@@map\("(\w+)"\)$/gm)].map((found) => found[1] ?? "");

it("docs/retention.md says of every table how long it is kept, once, and of no other", () => {
  expect(TABLES.length).toBeGreaterThan(40);
  const named = [...read("docs/retention.md").matchAll(/`([a-z]+(?:_[a-z]+)*)`/g)].map((found) => found[1] ?? "");
  // Metrics are written alike.
  const told = named.filter((name) => TABLES.includes(name) || (name.includes("_") && !name.startsWith("event_relay")));
  expect(told.sort()).toEqual([...TABLES].sort());
});
