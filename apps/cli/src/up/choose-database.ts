import { join } from "node:path";
import { type DatabaseUrls, startEmbeddedPostgres } from "@procode/db";
import { HOME } from "../project.ts";
import { Refusal } from "../refusal.ts";

export type Database = { urls: DatabaseUrls; embedded: boolean; detail: string; stop(): Promise<void> };

/** Any PostgreSQL named by DATABASE_URL, else the embedded one under .procode/. */
export async function chooseDatabase(env: NodeJS.ProcessEnv): Promise<Database> {
  if (!env.DATABASE_URL) {
    const embedded = await startEmbeddedPostgres({ dir: join(HOME, "postgres") });
    return {
      urls: embedded.urls,
      embedded: true,
      detail: `embedded PostgreSQL on 127.0.0.1:${embedded.port}`,
      stop: embedded.stop,
    };
  }
  const missing = ["DATABASE_SYSTEM_URL", "DATABASE_OWNER_URL"].filter((name) => !env[name]);
  if (missing.length > 0) {
    throw new Refusal(
      `DATABASE_URL is set, so ${missing.join(" and ")} must be set too: PROCODE works with three roles (procode_app, procode_system, procode_owner). docs/deployment.md says how to make them.`,
      78,
    );
  }
  return {
    urls: { app: env.DATABASE_URL, system: env.DATABASE_SYSTEM_URL ?? "", owner: env.DATABASE_OWNER_URL ?? "" },
    embedded: false,
    detail: `PostgreSQL at ${new URL(env.DATABASE_URL).host}`,
    // Not ours to stop.
    stop: () => Promise.resolve(),
  };
}
