import type { CallEnded } from "../log/log-entry.ts";
import type { OpenRouterSandbox } from "../openrouter/create-openrouter-sandbox.ts";

export type Ask = {
  model?: string;
  messages?: object[];
  stream?: boolean;
  usage?: boolean;
  key?: string | null;
  signal?: AbortSignal;
  more?: object;
};

/** Sends a chat completion as a client would; `text` is the only user message unless `messages` are given. */
export function ask({ url }: Pick<OpenRouterSandbox, "url">, text: string, options: Ask = {}): Promise<Response> {
  const {
    model = "procode/demo",
    messages = [{ role: "user", content: text }],
    stream = true,
    usage = true,
    key = "mock_key",
    signal,
    more,
  } = options;
  return fetch(`${url}/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key !== null && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ model, messages, stream, ...(usage && { usage: { include: true } }), ...more }),
    ...(signal && { signal }),
  });
}

export type Chunk = {
  id: string;
  model: string;
  provider: string;
  object: string;
  choices: { delta: { role?: string; content: string }; finish_reason: string | null }[];
  usage?: { prompt_tokens: number; completion_tokens: number; total_tokens: number; cost: number };
  error?: { code: number; message: string };
};

/** The parts of a whole stream, without comments and `[DONE]`. */
export function chunksOf(stream: string): Chunk[] {
  const events = stream.split("\n\n").filter((event) => event.startsWith("data: ") && event !== "data: [DONE]");
  return events.map((event): Chunk => JSON.parse(event.slice("data: ".length)));
}

export function textOf(chunks: Chunk[]): string {
  return chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("");
}

/** The `data` object of a JSON answer. */
export async function dataOf(response: Response): Promise<Record<string, unknown>> {
  return { ...Object(Object(await response.json()).data) };
}

/** Asks and gives the parts of the whole stream. */
export async function askForChunks(
  sandbox: Pick<OpenRouterSandbox, "url">,
  text: string,
  options?: Ask,
): Promise<Chunk[]> {
  return chunksOf(await (await ask(sandbox, text, options)).text());
}

export function get(
  { url }: Pick<OpenRouterSandbox, "url">,
  path: string,
  key: string | null = "mock_key",
): Promise<Response> {
  return fetch(`${url}${path}`, { headers: key === null ? {} : { authorization: `Bearer ${key}` } });
}

/** The end of the first call, once it is in the log. */
export async function firstEnd({ log }: Pick<OpenRouterSandbox, "log">): Promise<CallEnded> {
  const entry = await log.waitFor(({ type }) => type === "ended");
  if (entry.type !== "ended") throw new Error(`Not an end but ${entry.type}.`);
  return entry;
}
