import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { createTestStore, startTestDatabase } from "@procode/db/testing";
import { seededRandom } from "@procode/sandbox";
import type { RelayWorkerInput } from "./relay-worker.ts";

const PEOPLE = 20;
const WORKERS = 3;
const WITHIN_MS = 60_000;

export type OutboxCounts = { appended: number; kills: number; lost: number; doubled: number; catchUpMs: number };

/** Three processes append and relay while one after another is killed with -9; counts what came of each event. */
export async function runOutboxCrash({ seed, kills }: { seed: number; kills: number }): Promise<OutboxCounts> {
  const random = seededRandom(seed, "outbox");
  const database = await startTestDatabase();
  const workers: ChildProcess[] = [];
  try {
    const { store, ids } = createTestStore(database);
    const userIds = Array.from({ length: PEOPLE }, () => ids.next());
    for (const id of userIds) {
      const account = { id, email: `${id}@example.com`, name: "Ada", passwordHash: "none", timeZone: null };
      await store.asSystem((tx) => tx.accounts.create(account));
    }
    await store.close();
    const keys = `test:${Buffer.alloc(32, 7).toString("base64")}`;
    const input: RelayWorkerInput = { appUrl: database.urls.app, systemUrl: database.urls.system, keys, userIds };
    for (let index = 0; index < WORKERS; index++) workers[index] = await startWorker(input);
    for (let kill = 0; kill < kills; kill++) {
      await sleep(200 + random() * 1_500);
      const place = Math.floor(random() * WORKERS);
      workers[place]?.kill("SIGKILL");
      workers[place] = await startWorker(input);
    }
    for (const worker of workers) worker.kill("SIGTERM");
    const startedMs = performance.now();
    for (;;) {
      await sleep(300);
      const [row] = await database.query<{ appended: number; consumed: number; doubled: number }>(COUNTS);
      if (!row) throw new Error("A count returned no row.");
      const { appended, consumed, doubled } = row;
      const catchUpMs = Math.round(performance.now() - startedMs);
      if (consumed === appended || catchUpMs > WITHIN_MS)
        return { appended, kills, lost: appended - consumed, doubled, catchUpMs };
    }
  } finally {
    for (const worker of workers) worker.kill("SIGKILL");
    await database.stop();
  }
}

const COUNTS = `SELECT (SELECT count(*)::int FROM domain_events) AS appended,
  (SELECT count(DISTINCT c.title)::int FROM conversations c JOIN domain_events e ON c.title = 'first ' || e.id) AS consumed,
  (SELECT (count(*) - count(DISTINCT title))::int FROM conversations) AS doubled`;

async function startWorker(input: RelayWorkerInput): Promise<ChildProcess> {
  const file = new URL("./relay-worker.ts", import.meta.url).pathname;
  const worker = spawn(process.execPath, [file, JSON.stringify(input)], { stdio: ["ignore", "pipe", "inherit"] });
  if (worker.stdout) await once(worker.stdout, "data");
  return worker;
}
