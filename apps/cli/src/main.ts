import { loadDotEnv } from "./project.ts";
import { Refusal } from "./refusal.ts";

type Command = (args: string[]) => Promise<number>;

// Each loads what it needs when it is called: a chat waits for no database client.
const commands: Record<string, () => Promise<Command>> = {
  up: async () => (await import("./commands/up.ts")).up,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
  chat: async () => (await import("./commands/chat.ts")).chat,
  keys: async () => (await import("./commands/keys.ts")).keys,
  help: async () => (await import("./commands/help.ts")).help,
};

/** Runs one command and ends with its exit code; a refusal is told in one sentence, without a stack. */
async function main([name = "help", ...args]: string[]): Promise<void> {
  loadDotEnv();
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    process.stderr.write(`There is no command "${name}".\n\n`);
    await (await import("./commands/help.ts")).help();
    process.exitCode = 2;
    return;
  }
  try {
    const command = await load();
    process.exitCode = await command(args);
  } catch (error) {
    if (!(error instanceof Refusal) && !isTold(error)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = error instanceof Refusal ? error.exitCode : 1;
  }
}

/** core's own error, known by its name so that core is not loaded for it. */
function isTold(error: unknown): error is Error {
  return error instanceof Error && error.name === "ProcodeError";
}

await main(process.argv.slice(2));
