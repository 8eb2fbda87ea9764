import { createInterface } from "node:readline/promises";
import type { Outcome } from "./ask-once.ts";

const INTERRUPTED = 130;

/** A conversation at the terminal: asks, shows the answer, asks again; until Ctrl-D, or Ctrl-C at an empty prompt. */
export async function talk(answer: (text: string) => Promise<Outcome>): Promise<number> {
  while (true) {
    const said = await prompt();
    if (said === null) return 0;
    if (said === "interrupt") return INTERRUPTED;
    if (said.text.trim() === "") continue;
    await answer(said.text);
  }
}

/** One line of the person. A fresh reader each time, so that between prompts Ctrl-C is a signal again. */
async function prompt(): Promise<{ text: string } | "interrupt" | null> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const left = new Promise<"interrupt" | null>((resolve) => {
    lines.once("SIGINT", () => resolve("interrupt"));
    lines.once("close", () => resolve(null));
  });
  try {
    return await Promise.race([lines.question("› ").then((text) => ({ text })), left]);
  } finally {
    lines.close();
  }
}
