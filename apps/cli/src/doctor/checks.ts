import { access, constants, statfs } from "node:fs/promises";
import { join } from "node:path";
import { findEmbeddedPostgres } from "@procode/db";
import { readEnv } from "@procode/runtime";
import { openRuntime } from "../open-runtime.ts";
import { HOME, ROOT } from "../project.ts";
import { checkPort } from "../up/check-port.ts";
import { hasToken } from "../up/choose-vendors.ts";
import { lookAtModels } from "./look-at-models.ts";

type Result = { ok: boolean; detail: string };
export type Check = { name: string; repair: string; look(env: NodeJS.ProcessEnv): Promise<Result> };

const MEGABYTE = 1_000_000;

export const checks: Check[] = [
  {
    name: "Node",
    repair: "Run npm ci: it brings Node 24 for npm's own scripts.",
    look: async () => ({ ok: Number(process.versions.node.split(".")[0]) >= 24, detail: process.version }),
  },
  {
    name: "packages",
    repair: "Run npm ci in the project's folder.",
    look: async () => {
      await access(join(ROOT, "packages/db/src/generated/client.ts"), constants.R_OK);
      return { ok: true, detail: "installed" };
    },
  },
  {
    name: "environment",
    repair: "Mend the variables named above in your environment or in .env; .env.example explains each.",
    look: async (env) => {
      readEnv(env);
      return { ok: true, detail: "every variable is valid" };
    },
  },
  {
    name: "disk",
    repair: "Free some space: the database needs room to grow.",
    look: async () => {
      const { bavail, bsize } = await statfs(ROOT);
      const free = (bavail * bsize) / MEGABYTE;
      return { ok: free > 500, detail: `${Math.round(free).toLocaleString("en")} MB free` };
    },
  },
  {
    name: "port",
    repair: "Stop what holds it, or take another: PORT=3001 npm start.",
    look: async (env) => {
      const { host, port } = await checkPort(env).catch(async (error: unknown) => {
        if (await answersAsProcode(env)) return { host: "PROCODE itself", port: Number(env.PORT ?? 3000) };
        throw error;
      });
      return { ok: true, detail: `${host}:${port}` };
    },
  },
  {
    name: "database",
    repair: "Check DATABASE_URL and that the server runs; without it npm start brings its own.",
    look: async (env) => {
      if (env.DATABASE_URL) return { ok: true, detail: new URL(env.DATABASE_URL).host };
      const running = await findEmbeddedPostgres(join(HOME, "postgres"));
      return {
        ok: true,
        detail: running ? `embedded, running on 127.0.0.1:${running.port}` : "embedded, starts with npm start",
      };
    },
  },
  {
    name: "events",
    repair: "Each stands in the table dead_events with its reason. Mend that, then delete the row.",
    look: async (env) => {
      if (!env.DATABASE_URL && !(await findEmbeddedPostgres(join(HOME, "postgres"))))
        return { ok: true, detail: "looked at while the database runs" };
      const { services, close } = await openRuntime(env);
      try {
        const given = await services.store.asSystem((tx) => tx.relay.countDead());
        return { ok: given === 0, detail: given === 0 ? "none was given up" : `${given} were given up` };
      } finally {
        await close();
      }
    },
  },
  {
    name: "models",
    repair: "Check OPENROUTER_API_KEY and the way to OPENROUTER_BASE_URL; without a key the demo model answers.",
    look: lookAtModels,
  },
  {
    name: "telegram",
    repair: "Check TELEGRAM_BOT_TOKEN, which BotFather gives; without it the sandbox's Telegram stands in.",
    look: async (env) => {
      if (!hasToken(env)) return { ok: true, detail: "the sandbox's (no TELEGRAM_BOT_TOKEN)" };
      const { botToken, apiRoot } = readEnv(env).telegram;
      const root = apiRoot ?? "https://api.telegram.org";
      const response = await fetch(`${root}/bot${botToken}/getMe`, { signal: AbortSignal.timeout(10_000) });
      const { result } = (await response.json()) as { result?: { username?: string } };
      return {
        ok: response.ok,
        detail: response.ok ? `@${result?.username}` : `the token is refused (${response.status})`,
      };
    },
  },
];

async function answersAsProcode(env: NodeJS.ProcessEnv): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${env.PORT ?? 3000}/api/health/live`, {
    signal: AbortSignal.timeout(2_000),
  }).catch(() => null);
  return response?.ok === true && response.headers.has("x-request-id");
}
