import { fstatSync } from "node:fs";
import { parseArgs } from "node:util";
import { createOpenRouterSandbox } from "./openrouter/create-openrouter-sandbox.ts";
import { createTelegramSandbox } from "./telegram/create-telegram-sandbox.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    host: { type: "string", default: "127.0.0.1" },
    seed: { type: "string" },
    log: { type: "string" },
    "no-texts": { type: "boolean", default: false },
    "telegram-port": { type: "string" },
    "telegram-log": { type: "string" },
    only: { type: "string" },
  },
});
if (values.only !== undefined && values.only !== "telegram") refuse(`--only is "telegram", not "${values.only}".`);

const isAlone = values.only === "telegram";
const shared = { host: values.host, ...(values.seed !== undefined && { seed: Number(values.seed) }) };
const openRouter = isAlone ? null : await startOpenRouter();
const telegram = isAlone || values["telegram-port"] !== undefined ? await startTelegram() : null;

// The one who started us waits for the address; if it is gone already, its closed channel ends us below.
const ready = openRouter?.url ?? telegram?.url;
process.send?.({ ready, ...(telegram && { telegramUrl: telegram.url }) }, () => undefined);
if (openRouter) console.log(`sandbox: OpenRouter at ${openRouter.url}`);
if (telegram) console.log(`sandbox: Telegram at ${telegram.url}, the phone at ${telegram.url}/phone`);

let isEnding = false;
async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  await Promise.all([openRouter?.close(), telegram?.close()]);
  process.exit(0);
}

for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void end());
if (process.channel) process.on("disconnect", () => void end());
// A terminal or /dev/null says nothing about the parent; a pipe ends with it.
const input = fstatSync(0);
if (input.isFIFO() || input.isSocket()) process.stdin.on("end", () => void end()).resume();

function startOpenRouter() {
  return createOpenRouterSandbox({
    ...shared,
    port: portOf("port", values.port),
    keepTexts: !values["no-texts"],
    ...(values.log !== undefined && { logFile: values.log }),
  }).catch((error: Error) => refuse(error.message));
}

function startTelegram() {
  return createTelegramSandbox({
    ...shared,
    port: portOf("telegram-port", values["telegram-port"] ?? "0"),
    ...(values["telegram-log"] !== undefined && { logFile: values["telegram-log"] }),
  }).catch((error: Error) => refuse(error.message));
}

function portOf(option: string, value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    refuse(`--${option} is a number from 0 to 65535, not "${value}".`);
  return port;
}

function refuse(reason: string): never {
  console.error(`sandbox: cannot start: ${reason}`);
  process.exit(1);
}
