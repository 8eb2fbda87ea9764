import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { DatabaseUrls } from "../provision-roles.ts";
import { isFreePort } from "../embedded/free-port.ts";
import { findEmbeddedPostgres, startEmbeddedPostgres } from "../embedded/start-embedded-postgres.ts";

export type TestCluster = { urls: DatabaseUrls; superuserUrl: string; stop(): Promise<void> };

const WANTED_PORT = 5433;

/** Where the cluster that a whole test run shares is found by its processes. */
const sharedDir = (binDir: string | undefined): string => `${tmpdir()}/procode-test-postgres${binDir ? `-${binDir.replaceAll("/", "-")}` : ""}`;

/** Starts the cluster that every `startTestDatabase` of this machine then uses, until it is stopped. */
export async function startSharedCluster(binDir?: string): Promise<TestCluster> {
  const dir = sharedDir(binDir);
  const running = await findEmbeddedPostgres(dir);
  if (running) return { ...running, stop: async () => {} };
  await rm(dir, { recursive: true, force: true });
  return start(dir, binDir);
}

/** The shared cluster when one runs, otherwise one of its own in a folder that goes with it. */
export async function joinCluster(binDir?: string): Promise<TestCluster> {
  const shared = await findEmbeddedPostgres(sharedDir(binDir));
  if (shared) return { ...shared, stop: async () => {} };
  return start(await mkdtemp(`${tmpdir()}/procode-test-postgres-own-`), binDir);
}

async function start(dir: string, binDir: string | undefined): Promise<TestCluster> {
  const port = (await isFreePort(WANTED_PORT)) ? { port: WANTED_PORT } : {};
  const postgres = await startEmbeddedPostgres({ dir, disposable: true, ...port, ...(binDir ? { binDir } : {}) });
  return {
    ...postgres,
    async stop() {
      await postgres.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
