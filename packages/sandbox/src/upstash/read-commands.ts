import type { IncomingMessage } from "node:http";

/** Words of a command as Redis takes them. */
export type Command = string[];

const MOST_BYTES = 1_048_576;
const PATHS = ["/", "/pipeline", "/multi-exec"];

/** Null for what Upstash's door does not take here. */
export function readPath({ method, url }: IncomingMessage): string | null {
  const path = (url ?? "/").split("?", 1)[0] ?? "/";
  return method === "POST" && PATHS.includes(path) ? path : null;
}

/** One command at `/`, several elsewhere; null for a body that holds none. */
export async function readCommands(request: IncomingMessage, path: string | null): Promise<Command[] | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes <= MOST_BYTES) chunks.push(chunk as Buffer);
  }
  if (bytes > MOST_BYTES) return null;
  const body = parse(Buffer.concat(chunks).toString());
  const commands = path === "/" ? [body] : body;
  return Array.isArray(commands) && commands.length > 0 && commands.every(isCommand)
    ? commands.map((command) => command.map(wordOf))
    : null;
}

type Word = string | number | boolean | object | null;

const isCommand = (value: unknown): value is Word[] => Array.isArray(value) && typeof value[0] === "string";

const wordOf = (word: Word): string =>
  typeof word === "object" && word !== null ? JSON.stringify(word) : String(word);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
