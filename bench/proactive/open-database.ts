import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type Context, jobContext } from "@procode/core";
import { migrate, startEmbeddedPostgres } from "@procode/db";
import { createServices, readEnv } from "@procode/runtime";
import { Client } from "pg";
import type { EndStack } from "../servers/create-end-stack.ts";
import { makeHome } from "../servers/open-world.ts";

/** The product's own PostgreSQL, durable as `npm start` runs it, and its verbs in this process. */
export type BenchDatabase = {
  /** Of a process that works on it. */
  env: Record<string, string>;
  superuserUrl: string;
  /** Connected as somebody whom no policy holds; for filling it and for what the product is compared with. */
  openFree(): Promise<Client>;
  /** Asks as PROCODE itself. `connections`: of the system role. */
  job(connections: number): Promise<Context>;
};

export async function openDatabase(ends: EndStack): Promise<BenchDatabase> {
  const home = await makeHome(ends);
  const postgres = await ends.add(await startEmbeddedPostgres({ dir: join(home, "postgres") }));
  await migrate(postgres.urls.owner);
  const url = new URL(postgres.superuserUrl);
  url.pathname = new URL(postgres.urls.owner).pathname;
  const superuserUrl = url.toString();
  const env = {
    NODE_ENV: "test",
    LOG_LEVEL: "silent",
    DATABASE_URL: postgres.urls.app,
    DATABASE_SYSTEM_URL: postgres.urls.system,
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    ENCRYPTION_KEYS: `bench:${randomBytes(32).toString("base64")}`,
  };
  return {
    env,
    superuserUrl,
    async openFree() {
      const client = new Client({ connectionString: superuserUrl });
      await client.connect();
      await ends.add({ stop: () => client.end() });
      return client;
    },
    async job(connections) {
      const system = new URL(postgres.urls.system);
      system.searchParams.set("connection_limit", String(connections));
      const runtime = await createServices(readEnv({ ...env, DATABASE_SYSTEM_URL: system.toString() }));
      await ends.add({ stop: () => runtime.close() });
      return jobContext(runtime.services, "bench");
    },
  };
}
