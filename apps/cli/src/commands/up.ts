import { migrate } from "@procode/db";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { HOME, ROOT } from "../project.ts";
import { buildWeb } from "../up/build-web.ts";
import { checkPort } from "../up/check-port.ts";
import { chooseDatabase } from "../up/choose-database.ts";
import { chooseVendors } from "../up/choose-vendors.ts";
import { generateSecrets } from "../up/generate-secrets.ts";
import { keepProcess } from "../up/keep-process.ts";
import { createProgress } from "../up/progress.ts";
import { printReport } from "../up/print-report.ts";
import { startProcess } from "../up/start-process.ts";
import { untilSignal } from "../up/until-signal.ts";

// An answer makes much that lives for a moment; with room for it a chat costs about a seventh less processor time.
const ROOM_FOR_THE_YOUNG = "--max-semi-space-size=32";

/**
 * The whole product on one machine: database, migrations, stand-ins for vendors without a key, web, Telegram bot. Ends with 0 after
 * Ctrl-C, when all of it is down.
 */
export async function up(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { dev: { type: "boolean", default: false } } });
  const progress = createProgress();
  const signal = untilSignal();
  const stops: (() => Promise<void>)[] = [];
  const stopAll = async () => {
    for (const stop of stops.reverse()) await stop();
  };
  try {
    // Open to enter: started by root, the database runs as another user. Each secret in it is closed by itself.
    await mkdir(HOME, { recursive: true, mode: 0o755 });
    const { host, port } = await checkPort(process.env);
    // What was read and compiled once is there at the next start.
    const cached = { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(HOME, "compiled") };
    const prepareDatabase = async () => {
      const started = await progress.step("database", () => chooseDatabase(process.env));
      stops.push(started.stop);
      const migrating = progress.step("migrations", async () => {
        const applied = await migrate(started.urls.owner);
        return { detail: applied.length === 0 ? "up to date" : `applied ${applied.length}` };
      });
      // Not before the database is ours: another PROCODE that runs here keeps its pages.
      await allOf([migrating, values.dev ? null : progress.step("web pages", () => buildWeb(progress))]);
      return started;
    };
    const startVendors = async () => {
      const started = await chooseVendors({ ...process.env, ...cached });
      stops.push(started.stop);
      return started;
    };
    const [database, vendors] = await allOf([prepareDatabase(), startVendors()]);

    const appUrl = process.env.APP_URL ?? `http://localhost:${port}`;
    const env = {
      ...process.env,
      ...cached,
      ...(database.embedded ? await generateSecrets(process.env) : {}),
      ...vendors.env,
      DATABASE_URL: database.urls.app,
      DATABASE_SYSTEM_URL: database.urls.system,
      DATABASE_OWNER_URL: database.urls.owner,
      NODE_ENV: values.dev ? "development" : "production",
      LOG_LEVEL: process.env.LOG_LEVEL ?? (values.dev ? "debug" : "warn"),
      APP_URL: appUrl,
      HOST: host,
      PORT: String(port),
    };
    const starting = progress.step("telegram", () =>
      keepProcess("telegram", ["apps/telegram-bot/src/main.ts"], { env, cwd: ROOT }),
    );
    const stopBot = async () => (await starting).stop();
    stops.push(stopBot);
    const web = await progress.step("web", () =>
      startProcess("web", [ROOM_FOR_THE_YOUNG, "apps/web/server/main.ts"], { env, cwd: ROOT }),
    );
    // Side by side: each of them may need most of the ten seconds for the answers that it is writing.
    stops.push(async () => void (await Promise.all([web.stop(), stopBot()])));
    const bot = await starting;
    const inngest = ["INNGEST_SIGNING_KEY", "INNGEST_SIGNING_KEY_FILE"].some((name) => Boolean(process.env[name]));
    printReport({ inngest, appUrl, database, vendors, bot: bot.detail, dev: values.dev });
    const ended = await Promise.race([signal.received, web.ended]);
    if (ended !== "signal")
      process.stderr.write(
        `\nThe web process ended by itself (${ended}). Its last words stand above; start again with npm start.\n`,
      );
    await progress.quiet("stopping", stopAll);
    return ended === "signal" ? 0 : 1;
  } catch (error) {
    await stopAll();
    throw error;
  }
}

/** As Promise.all, but fails only when all have ended, so that whatever has started by then can be stopped. */
async function allOf<const Works extends readonly unknown[]>(
  works: Works,
): Promise<{ -readonly [Index in keyof Works]: Awaited<Works[Index]> }> {
  await Promise.allSettled(works);
  return Promise.all(works);
}
