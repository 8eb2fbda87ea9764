import { rm } from "node:fs/promises";
import type { ApiKeyScope, NewApiKey, Usage } from "@procode/contracts";
import { createOpenRouterSandbox, type OpenRouterSandbox, type LoggedCall } from "@procode/sandbox";
import OpenAI, { APIError } from "openai";
import { type Browserless, openBrowserless } from "../../product/open-browserless.ts";
import { newHome, type Product, startProduct } from "../../product/start-product.ts";

/** It costs something, so that a cent that is missing shows. */
export const MODEL = "anthropic/claude-sonnet-4.5";
export const FAST = "[[sandbox first=0 interval=0]]";

/** A running PROCODE with two people, and the official client of the first. */
export type OpenAiWorld = {
  sandbox: OpenRouterSandbox;
  product: Product;
  ada: Browserless;
  grace: Browserless;
  openai: OpenAI;
  /** Every key that was made. */
  keys: string[];
  newKey(person: Browserless, scopes: ApiKeyScope[]): Promise<NewApiKey>;
  clientOf(apiKey: string, maxRetries?: number): OpenAI;
  /** The newest call of a model whose question has these words. */
  callOf(text: string): LoggedCall | undefined;
  close(): Promise<void>;
};

export async function openOpenAiWorld(): Promise<OpenAiWorld> {
  const home = await newHome("openai");
  const sandbox = await createOpenRouterSandbox({ seed: 3, generationDelayMs: 300 });
  const product = await startProduct({ home, env: { OPENROUTER_BASE_URL: sandbox.url, TRUSTED_PROXIES: "127.0.0.1" } });
  const [ada, grace] = [openBrowserless(product.url), openBrowserless(product.url)];
  await ada.signUp();
  await grace.signUp();
  const keys: string[] = [];
  const clientOf = (apiKey: string, maxRetries = 0) =>
    new OpenAI({ apiKey, baseURL: `${product.url}/api/v1`, maxRetries });
  async function newKey(person: Browserless, scopes: ApiKeyScope[]): Promise<NewApiKey> {
    const made = await person.ask<NewApiKey>("account.apiKeys.create", { name: scopes.join(), scopes }, "mutation");
    keys.push(made.key);
    return made;
  }
  return {
    ...{ sandbox, product, ada, grace, keys, newKey, clientOf },
    openai: clientOf((await newKey(ada, ["chat", "read"])).key),
    callOf: (text) => sandbox.log.calls().findLast(({ accepted }) => accepted.messages?.at(-1)?.content.includes(text)),
    async close() {
      await product.stop();
      await sandbox.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export const usageOf = (person: Browserless) => person.ask<Usage>("analytics.usage", {});
export const user = (content: string) => [{ role: "user" as const, content }];

export async function failureOf(work: PromiseLike<unknown>): Promise<APIError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof APIError) return error;
    throw error;
  }
  throw new Error("It did not fail.");
}

export async function textOf(stream: AsyncIterable<OpenAI.ChatCompletionChunk>) {
  const chunks: OpenAI.ChatCompletionChunk[] = [];
  let error: unknown = null;
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } catch (thrown) {
    error = thrown;
  }
  return { chunks, error, text: chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("") };
}
