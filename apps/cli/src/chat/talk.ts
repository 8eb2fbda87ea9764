import { createInterface } from "node:readline";

const INTERRUPTED = 130;
const END = Symbol("Ctrl-D");
const INTERRUPT = Symbol("Ctrl-C at an empty prompt");

/** A conversation at the terminal: asks, shows the answer, asks again; until Ctrl-D, or Ctrl-C at an empty prompt. */
export async function talk(answer: (text: string) => Promise<unknown>): Promise<number> {
  const history: string[] = [];
  while (true) {
    const said = await prompt(history);
    if (typeof said === "symbol") process.stderr.write("\n");
    if (said === END) return 0;
    if (said === INTERRUPT) return INTERRUPTED;
    if (typeof said === "string" && said.trim() !== "") await answer(said);
  }
}

/**
 * What the person says next; several lines when they were pasted at once. A fresh reader each time, so that while an answer
 * is written Ctrl-C is a signal again.
 */
function prompt(history: string[]): Promise<string | symbol> {
  const lines = createInterface({ input: process.stdin, output: process.stderr, prompt: "› ", history });
  const { promise, resolve } = Promise.withResolvers<string | symbol>();
  const said: string[] = [];
  lines.on("line", (line) => {
    if (said.push(line) === 1) setImmediate(() => resolve(said.join("\n")));
  });
  lines.on("history", (known: string[]) => history.splice(0, history.length, ...known));
  lines.on("SIGINT", () => resolve(lines.line === "" ? INTERRUPT : ""));
  lines.on("close", () => resolve(END));
  lines.prompt();
  return promise.finally(() => lines.close());
}
