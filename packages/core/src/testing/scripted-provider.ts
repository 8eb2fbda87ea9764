import type { Model } from "@procode/contracts";
import type { ModelPart, ModelProvider, ModelRequest, ModelUsage } from "../ports/model-provider.ts";

export interface ScriptedProvider extends ModelProvider {
  catalogue: Model[];
  /** What the next calls answer. */
  script: (request: ModelRequest) => AsyncIterable<ModelPart>;
  requests: ModelRequest[];
  fetches: number;
  usages: Map<string, ModelUsage>;
}

export const USAGE: ModelUsage = { promptTokens: 12, completionTokens: 5, costUsd: "0.0112" };

export function createScriptedProvider(): ScriptedProvider {
  const provider: ScriptedProvider = {
    catalogue: [testModel("vendor/small"), testModel("vendor/large", { contextTokens: 1_000_000 })],
    script: () => answerWith("An ", "answer."),
    requests: [],
    fetches: 0,
    usages: new Map(),
    async fetchModels() {
      provider.fetches++;
      return provider.catalogue;
    },
    async *stream(request) {
      provider.requests.push(request);
      for await (const part of provider.script(request))
        yield part.type === "started" ? { ...part, model: request.model } : part;
    },
    async findUsage(providerId) {
      return provider.usages.get(providerId) ?? null;
    },
  };
  return provider;
}

/** A whole answer of these texts. */
export async function* answerWith(...texts: string[]): AsyncGenerator<ModelPart> {
  yield { type: "started", providerId: "gen-1", model: "vendor/small" };
  for (const text of texts) yield { type: "text", text };
  yield { type: "finished", finishReason: "stop", usage: USAGE };
}

export function testModel(id: string, change: Partial<Model> = {}): Model {
  return {
    id,
    name: id,
    description: "",
    contextTokens: 8_192,
    maxOutputTokens: 2_048,
    promptUsdPerMillion: 1,
    completionUsdPerMillion: 2,
    inputs: ["text"],
    outputs: ["text"],
    publishedAt: new Date("2026-01-01T00:00:00Z"),
    free: false,
    demo: false,
    ...change,
  };
}
