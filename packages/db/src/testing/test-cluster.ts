import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { isFreePort } from "../embedded/free-port.ts";
import { endServer, readPid } from "../embedded/server-process.ts";
import { startEmbeddedPostgres } from "../embedded/start-embedded-postgres.ts";
import type { DatabaseUrls } from "../provision-roles.ts";

export type TestCluster = { urls: DatabaseUrls; superuserUrl: string; stop(): Promise<void> };

const WANTED_PORT = 5433;
// The only thing that the processes of a test run share.
const run = process.env;
const SHARED = "PROCODE_TEST_CLUSTERS";
const STEP_MS = 50;
const START_MS = 40_000;

/**
 * For vitest's `globalSetup`: the test files of the run share one PostgreSQL, which the first that needs it starts.
 * Returns what stops it.
 */
export async function shareClusters(): Promise<() => Promise<void>> {
  if (run[SHARED]) return async () => undefined;
  const dir = await mkdtemp(`${tmpdir()}/procode-test-`);
  // PostgreSQL may run as a user of its own, who must pass through.
  await chmod(dir, 0o755);
  run[SHARED] = dir;
  return async () => {
    for (const name of CLUSTERS) {
      const pid = await readPid(`${dir}/${name}`);
      if (pid !== null) await endServer(pid);
    }
    await rm(dir, { recursive: true, force: true });
    delete run[SHARED];
  };
}

/** `binDir`: another PostgreSQL's programs; those that `TEST_POSTGRES_BIN` names when left out. The run's shared cluster, started when this is the first to ask; without a run, one of its own. */
export async function joinCluster(binDir: string | undefined = run["TEST_POSTGRES_BIN"]): Promise<TestCluster> {
  const shared = run[SHARED];
  if (shared) return joinShared(`${shared}/${binDir ? "installed" : "embedded"}`, binDir);
  const dir = await mkdtemp(`${tmpdir()}/procode-test-own-`);
  const postgres = await start(dir, binDir);
  return {
    ...postgres,
    async stop() {
      await postgres.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

const CLUSTERS = ["embedded", "installed"];

async function joinShared(dir: string, binDir: string | undefined): Promise<TestCluster> {
  const isFirst = (await mkdir(dir, { recursive: true })) !== undefined;
  if (isFirst) await announce(dir, await start(dir, binDir).catch((error: unknown) => ({ failure: String(error) })));
  for (let waitedMs = 0; waitedMs < START_MS; waitedMs += STEP_MS) {
    const announced = await readFile(`${dir}/addresses.json`, "utf8").catch(() => "");
    if (announced !== "") return { ...read(announced), stop: async () => undefined };
    await sleep(STEP_MS);
  }
  throw new Error(`The test run's database in ${dir} did not start; its log is server.log there.`);
}

async function announce(dir: string, cluster: TestCluster | { failure: string }): Promise<void> {
  await writeFile(`${dir}/addresses.new.json`, JSON.stringify(cluster));
  await rename(`${dir}/addresses.new.json`, `${dir}/addresses.json`);
}

function read(announced: string): Omit<TestCluster, "stop"> {
  const cluster = JSON.parse(announced) as Omit<TestCluster, "stop"> | { failure: string };
  if ("failure" in cluster) throw new Error(`The test run's database did not start: ${cluster.failure}`);
  return cluster;
}

async function start(dir: string, binDir: string | undefined) {
  const port = (await isFreePort(WANTED_PORT)) ? { port: WANTED_PORT } : {};
  return startEmbeddedPostgres({ dir, disposable: true, ...port, ...(binDir ? { binDir } : {}) });
}
