import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { Clock, ModelPart, ModelProvider } from "@procode/core";
import { createSilentLog } from "../../log/create-silent-log.ts";
import { createOpenRouterProvider, type OpenRouterOptions } from "../create-openrouter-provider.ts";

export const NOW = new Date("2026-11-12T08:14:00Z");
const clock: Clock = { now: () => NOW, monotonicMs: () => performance.now(), sleep: async () => undefined };

/** A server that answers with exactly these bytes, and a provider that talks to it. Close it after the test. */
export async function serveWire(answer: RequestListener, options: Partial<OpenRouterOptions> = {}) {
  const requests: { request: IncomingMessage; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    requests.push({ request, body: Buffer.concat(chunks).toString() });
    answer(request, response);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
  const provider = createOpenRouterProvider({
    apiKey: "sk-or-test",
    baseUrl,
    clock,
    log: createSilentLog(),
    ...options,
  });
  return {
    provider,
    baseUrl,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** All parts of an answer, and the error that ended it. */
export async function collect(provider: ModelProvider, text = "hello", signal = new AbortController().signal) {
  const parts: ModelPart[] = [];
  let error: unknown = null;
  try {
    const messages = [
      { role: "system" as const, content: "be kind" },
      { role: "user" as const, content: text },
    ];
    for await (const part of provider.stream({ model: "vendor/model", messages, maxOutputTokens: 50, signal }))
      parts.push(part);
  } catch (thrown) {
    error = thrown;
  }
  return { parts, error, text: parts.map((part) => (part.type === "text" ? part.text : "")).join("") };
}

/** One server-sent event of an answer. */
export function chunk(content: string, more: { finish?: string; usage?: object; error?: object } = {}): string {
  const choices = [{ index: 0, delta: { role: "assistant", content }, finish_reason: more.finish ?? null }];
  const rest = { ...(more.usage ? { usage: more.usage } : {}), ...(more.error ? { error: more.error } : {}) };
  return `data: ${JSON.stringify({ id: "gen-1", model: "vendor/model-0825", provider: "V", object: "chat.completion.chunk", created: 1, choices, ...rest })}\n\n`;
}

export const END = `${chunk("", { finish: "stop" })}${chunk("", { usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15, cost: 0.00000015 } })}data: [DONE]\n\n`;
export const EVENT_STREAM = { "content-type": "text/event-stream" };
