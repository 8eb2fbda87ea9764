import { afterAll, beforeAll, expect, test } from "vitest";
import type { Log } from "@procode/core";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import { createPool, setServerLimits } from "./pool.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

/** A pool for which a statement is slow from so many milliseconds on, and what it told of slow ones. */
function open(slowMs: number) {
  const told: unknown[] = [];
  const ignore = () => undefined;
  const log: Log = {
    ...{ debug: ignore, info: ignore, error: ignore, child: () => log },
    warn: (message, fields) => void told.push({ message, ...fields }),
  };
  return { told, pool: createPool({ url: database.urls.app, name: "slow", max: 1, log, slowMs }) };
}

test("a slow statement is told of with its time, one that fails too, and never what it was asked with", async () => {
  const { told, pool } = open(50);
  const client = await pool.connect();
  await client.query({ text: "SELECT $1::text FROM pg_sleep(0.06)", values: ["a person's words"] });
  await expect(client.query("SELECT 1 / (length(pg_sleep(0.06)::text))")).rejects.toThrow("division by zero");
  client.release();
  await pool.query("SELECT 'quick'");
  await pool.end();
  expect(told).toEqual([
    { message: "a slow query", pool: "slow", ms: expect.any(Number), text: "SELECT $1::text FROM pg_sleep(0.06)" },
    { message: "a slow query", pool: "slow", ms: expect.any(Number), text: expect.stringContaining("1 / (length") },
  ]);
  expect(JSON.stringify(told)).not.toContain("words");
});

test.each(["", "?pgbouncer=true"])(
  "every transaction has the server's own limits of time, with %j in the address",
  async (search) => {
    const url = database.urls.app + search;
    const ignore = () => undefined;
    const log: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => log };
    const pool = createPool({ url, name: "limits", max: 1, log });
    const client = await pool.connect();
    await client.query(`BEGIN${setServerLimits(url)}`);
    const limit = async (name: string) =>
      (await client.query(`SELECT current_setting('${name}') AS value`)).rows[0]?.value;
    expect([await limit("statement_timeout"), await limit("idle_in_transaction_session_timeout")]).toEqual([
      "4500ms",
      "5s",
    ]);
    await client.query("COMMIT");
    // What a pooler hands on must be as it was taken.
    if (search) expect(await limit("statement_timeout")).toBe("0");
    client.release();
    await pool.end();
  },
);
