import { join } from "node:path";
import { findEmbeddedPostgres } from "@procode/db";
import { type Context, ProcodeError } from "@procode/core";
import { createServices, EnvError, readEnv, type Runtime } from "@procode/runtime";
import { HOME } from "../project.ts";
import { Refusal } from "../refusal.ts";
import { generateSecrets } from "../up/generate-secrets.ts";

/**
 * Acts on the database itself as the person with this address: whoever reads the machine's secrets may. Finds the one of
 * a running `npm start` by itself. Throws a Refusal when there is no database or no such person.
 */
export async function openAsOwner(email: string): Promise<{ ctx: Context; close(): Promise<void> }> {
  const runtime = await openRuntime(process.env);
  try {
    const { services } = runtime;
    const known = await services.store.asSystem((tx) => tx.accounts.findCredentials(email));
    if (!known) throw new Refusal(`Nobody is registered as ${email}. Register on the web first.`);
    const ctx: Context = {
      ...services,
      actor: { kind: "user", userId: known.userId, sessionId: services.ids.next(), role: "user" },
      requestId: services.ids.next(),
      client: { address: "command line", userAgent: "procode keys" },
    };
    return { ctx, close: runtime.close };
  } catch (error) {
    await runtime.close();
    throw error;
  }
}

async function openRuntime(env: NodeJS.ProcessEnv): Promise<Runtime> {
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
