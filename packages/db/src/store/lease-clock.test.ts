import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

// Columns keep milliseconds, and so many rows last for many of them: a time that is rounded up as it is kept would be due only half a millisecond later.
it.each([
  ["procode_now()", true],
  ["clock_timestamp()", false],
])("what is kept as due now by %s is due at once: %s", async (clock, isDue) => {
  const [row] = await database.query(
    `SELECT bool_and(kept <= ${clock}) AS "isDue" FROM (SELECT ${clock}::timestamptz(3) AS kept FROM generate_series(1, 50000) OFFSET 0) AS rows`,
  );
  expect(row).toEqual({ isDue });
});
