import { startSharedCluster } from "./test-cluster.ts";

/** For vitest's `globalSetup`: one PostgreSQL for the whole run, stopped at its end. */
export default async function setup(): Promise<() => Promise<void>> {
  const cluster = await startSharedCluster();
  return cluster.stop;
}
