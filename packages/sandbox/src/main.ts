import { fstatSync } from "node:fs";
import { parseArgs } from "node:util";
import { createOpenRouterSandbox } from "./openrouter/create-openrouter-sandbox.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    host: { type: "string", default: "127.0.0.1" },
    seed: { type: "string" },
    log: { type: "string" },
    "no-texts": { type: "boolean", default: false },
  },
});

const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535)
  refuse(`--port is a number from 0 to 65535, not "${values.port}".`);

const sandbox = await createOpenRouterSandbox({
  port,
  host: values.host,
  keepTexts: !values["no-texts"],
  ...(values.seed !== undefined && { seed: Number(values.seed) }),
  ...(values.log !== undefined && { logFile: values.log }),
}).catch((error: Error) => refuse(error.message));
// The one who started us waits for the address; if it is gone already, its closed channel ends us below.
process.send?.({ ready: sandbox.url }, () => undefined);
console.log(`sandbox: OpenRouter at ${sandbox.url}`);

let isEnding = false;
async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  await sandbox.close();
  process.exit(0);
}

for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void end());
if (process.channel) process.on("disconnect", () => void end());
// A terminal or /dev/null says nothing about the parent; a pipe ends with it.
const input = fstatSync(0);
if (input.isFIFO() || input.isSocket()) process.stdin.on("end", () => void end()).resume();

function refuse(reason: string): never {
  console.error(`sandbox: cannot start: ${reason}`);
  process.exit(1);
}
