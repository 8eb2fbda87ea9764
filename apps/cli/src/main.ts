import { ProcodeError } from "@procode/core";
import { doctor } from "./commands/doctor.ts";
import { help } from "./commands/help.ts";
import { up } from "./commands/up.ts";
import { loadDotEnv } from "./project.ts";
import { Refusal } from "./refusal.ts";

const commands: Record<string, (args: string[]) => Promise<number>> = { up, doctor, help };

/** Runs one command and ends with its exit code; a refusal is told in one sentence, without a stack. */
async function main([name = "help", ...args]: string[]): Promise<void> {
  loadDotEnv();
  const command = commands[name];
  if (!command) {
    process.stderr.write(`There is no command "${name}".\n\n`);
    await help();
    process.exitCode = 2;
    return;
  }
  try {
    process.exitCode = await command(args);
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof ProcodeError)) throw error;
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = error instanceof Refusal ? error.exitCode : 1;
  }
}

await main(process.argv.slice(2));
