import type { OpenRouterSandbox } from "../openrouter/create-openrouter-sandbox.ts";

type Ask = {
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
