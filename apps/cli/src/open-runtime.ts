import { join } from "node:path";
import { ProcodeError } from "@procode/core";
import { findEmbeddedPostgres } from "@procode/db";
import { createServices, EnvError, readEnv, type Runtime } from "@procode/runtime";
import { HOME } from "./project.ts";
import { Refusal } from "./refusal.ts";
import { generateSecrets } from "./up/generate-secrets.ts";

/**
 * What a command needs to act on the database itself: the one that the environment names, or that of a running `npm start`.
 * Throws a Refusal for a wrong environment, and `database-away` where none runs.
 */
export async function openRuntime(env: NodeJS.ProcessEnv): Promise<Runtime> {
  try {
    // The key is all that stdout may hold, so the log keeps still below what is fatal here.
    return await createServices(readEnv({ ...(await findDatabase(env)), LOG_LEVEL: "error" }));
  } catch (error) {
    if (error instanceof EnvError) throw new Refusal(error.message, error.exitCode, { cause: error });
    throw error;
  }
}

async function findDatabase(env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
  if (env.DATABASE_URL || env.DATABASE_URL_FILE) return env;
  const running = await findEmbeddedPostgres(join(HOME, "postgres"));
  if (!running)
    throw new ProcodeError(
      "UNAVAILABLE",
      "The database does not run. Start PROCODE with npm start, or set DATABASE_URL.",
      {
        reason: "database-away",
      },
    );
  const { app, system } = running.urls;
  return { ...env, ...(await generateSecrets(env)), DATABASE_URL: app, DATABASE_SYSTEM_URL: system };
}
