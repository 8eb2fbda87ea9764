import { randomBytes } from "node:crypto";
import { createTestClock } from "@procode/core/testing";
import type { Log } from "@procode/core";
import { createPrismaStore, type PrismaStore, type PrismaStoreOptions } from "../store/create-prisma-store.ts";
import type { TestDatabase } from "./start-test-database.ts";

export const TEST_KEYS = `test:${Buffer.alloc(32, 7).toString("base64")}`;

export type TestStore = {
  store: PrismaStore;
  clock: ReturnType<typeof createTestClock>;
  ids: { next(): string };
  lines: string[];
};

type TestStoreOptions = Partial<
  Pick<PrismaStoreOptions, "keys" | "appConnections" | "seatWaitMs" | "onEvents" | "traceparent">
>;

/** A store on a test database, with a clock that a test moves and ids that sort as they were made. */
export function createTestStore(
  database: TestDatabase,
  { keys = TEST_KEYS, ...options }: TestStoreOptions = {},
): TestStore {
  const clock = createTestClock();
  const ids = testIds();
  const lines: string[] = [];
  const store = createPrismaStore({
    appUrl: database.urls.app,
    systemUrl: database.urls.system,
    keys,
    clock,
    ids,
    log: listLog(lines),
    ...options,
  });
  return { store, clock, ids, lines };
}

export function testIds(): { next(): string } {
  let count = 0;
  const run = randomBytes(4).toString("hex");
  return { next: () => `${run}-0000-7000-8000-${(++count).toString(16).padStart(12, "0")}` };
}

function listLog(lines: string[]): Log {
  const line = (message: string, fields?: Record<string, unknown>) =>
    void lines.push(`${message} ${String(fields?.["error"] ?? "")}`);
  const log: Log = { debug: line, info: line, warn: line, error: line, child: () => log };
  return log;
}
