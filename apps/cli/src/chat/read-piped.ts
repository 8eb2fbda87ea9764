import { text } from "node:stream/consumers";

/** What was piped in; empty at a terminal. */
export async function readPiped(stdin: NodeJS.ReadStream): Promise<string> {
  return stdin.isTTY ? "" : (await text(stdin)).trimEnd();
}
