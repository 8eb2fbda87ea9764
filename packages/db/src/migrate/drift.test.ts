import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findDrift } from "../testing/find-drift.ts";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";

let database: TestDatabase;
let datamodel: string;
beforeAll(async () => {
  database = await startTestDatabase();
  datamodel = await readFile(new URL("../../../../prisma/schema.prisma", import.meta.url), "utf8");
});
afterAll(() => database.stop());

const drift = (model = datamodel) => findDrift(model, database.query);

test("the schema and what the migrations make are one", async () => {
  expect(await drift()).toEqual([]);
});

test("every key and index has its name in the schema", () => {
  const unnamed = datamodel
    .split("\n")
    .filter((line) => /^\s*@@(id|unique|index)\(|@relation\(fields|@unique|@id\b/.test(line) && !line.includes("map:"));
  expect(unnamed.filter((line) => !/@relation\("\w+"\)/.test(line))).toEqual([]);
});

test.each([
  ["a column that is only in the schema", /( {2}titledBy )/, "  planted Int\n$1", "column conversations.planted"],
  ["another type", /(model Message[^}]*? id +String +@db\.)Uuid/s, "$1Char(36)", "column messages.id"],
  ["another nullability", /parentId +String\?/, "parentId String", "column messages.parent_id"],
  ["another default", /@default\("queued"\)/, '@default("running")', "column generations.state"],
  ["another name of an index", /map: "messages_parent_idx"/, 'map: "planted_idx"', "index planted_idx"],
  [
    "other columns of an index",
    /@@index\(\[userId, endedAt\]/,
    "@@index([endedAt, userId]",
    "index ai_responses_usage_idx",
  ],
  [
    "another rule of deletion",
    /(fields: \[userId, generationId\], references: \[userId, id\], onDelete: )Cascade/,
    "$1NoAction",
    "foreign key of",
  ],
  ["a model without a table", /$/, '\nmodel Planted {\n id Int @id(map: "planted_pkey")\n}\n', "column Planted.id"],
])("a planted drift is found: %s", async (_name, pattern, planted, found) => {
  const model = datamodel.replace(pattern, planted);
  expect(model).not.toBe(datamodel);
  expect((await drift(model)).join("\n")).toContain(found);
});

test("a column that is only in the database is found", async () => {
  await database.query("ALTER TABLE users ADD COLUMN planted int");
  expect(await drift()).toEqual(["column users.planted: the schema says nothing, the database integer, may be null"]);
  await database.query("ALTER TABLE users DROP COLUMN planted");
});
