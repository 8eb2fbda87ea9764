import { join } from "node:path";
import { HOME, ROOT } from "../project.ts";
import { startProcess } from "./start-process.ts";

export type Vendors = {
  models: { demo: boolean; detail: string };
  telegram: { demo: boolean };
  /** What the other processes find them by. */
  env: Record<string, string>;
  stop(): Promise<void>;
};

// Tests and continuous integration name it where a real token has to stand; it means the sandbox.
const MOCK_TOKEN = "mock_token";

/** OpenRouter and Telegram where there is a key and a token, else the sandbox, which speaks their protocols on this machine. */
export async function chooseVendors(env: NodeJS.ProcessEnv): Promise<Vendors> {
  const ownModels = Boolean(env.OPENROUTER_API_KEY || env.OPENROUTER_API_KEY_FILE || env.OPENROUTER_BASE_URL);
  const ownToken = hasToken(env);
  const models = ownModels
    ? { demo: false, detail: env.OPENROUTER_BASE_URL ?? "OpenRouter" }
    : { demo: true, detail: "demo model on this machine" };
  const needsTelegram = !ownToken && !env.TELEGRAM_API_ROOT;
  const sandbox = models.demo || needsTelegram ? await startSandbox(env, models.demo, needsTelegram) : null;
  return {
    models,
    telegram: { demo: !ownToken },
    env: sandbox?.env ?? {},
    stop: () => sandbox?.stop() ?? Promise.resolve(),
  };
}

/** Whether a bot of the person's own is set up. */
export function hasToken(env: NodeJS.ProcessEnv): boolean {
  const token = env.TELEGRAM_BOT_TOKEN;
  return Boolean(env.TELEGRAM_BOT_TOKEN_FILE || (token && token !== MOCK_TOKEN));
}

async function startSandbox(env: NodeJS.ProcessEnv, needsModels: boolean, needsTelegram: boolean) {
  const args = [
    "packages/sandbox/src/main.ts",
    ...["--port", "0"],
    // The chats of the phone are found again at the next start.
    ...(needsTelegram ? ["--telegram-port", "0", "--telegram-log", join(HOME, "telegram.jsonl")] : []),
    ...(needsModels ? [] : ["--only", "telegram"]),
  ];
  const { ready, told, stop } = await startProcess("sandbox", args, { env, cwd: ROOT });
  return {
    env: {
      ...(needsModels ? { OPENROUTER_BASE_URL: ready } : {}),
      ...(needsTelegram ? { TELEGRAM_API_ROOT: String(told.telegramUrl) } : {}),
    },
    stop,
  };
}
