import type { Model } from "@procode/contracts";

export type PromptMessage = { role: "system" | "user" | "assistant"; content: string };

/** How an answer is to be written; what is left out is the model's own choice. */
export type ModelOptions = {
  maxOutputTokens?: number;
  temperature?: number;
  topP?: number;
  /** Texts before which the answer ends. */
  stop?: string[];
  seed?: number;
  presencePenalty?: number;
  frequencyPenalty?: number;
};

export type ModelRequest = ModelOptions & {
  model: string;
  messages: PromptMessage[];
  /** Aborting closes the upstream socket. */
  signal: AbortSignal;
};

/** Cost in US dollars as a decimal string; null where the provider did not say. */
export type ModelUsage = { promptTokens: number | null; completionTokens: number | null; costUsd: string | null };

export type ModelPart =
  /** The provider's id of this call, before any text. By it a cut call is settled later. */
  | { type: "started"; providerId: string; model: string }
  | { type: "text"; text: string }
  | { type: "finished"; finishReason: string; usage: ModelUsage };

/**
 * A vendor of answers. Failures are ProcodeErrors with a `provider-*` reason: LIMITED provider-busy (429, with
 * retryAfterSeconds), UNAVAILABLE provider-key (401), provider-credit (402), provider-down (5xx or no connection),
 * provider-refused (other 4xx), provider-broke-off (error in mid-stream, or an end without a finish),
 * provider-stalled (30 s without a part).
 */
export interface ModelProvider {
  /** The whole catalogue, freshly fetched. */
  fetchModels(): Promise<Model[]>;
  stream(request: ModelRequest): AsyncIterable<ModelPart>;
  /** The usage of an earlier call; null while the provider does not know it (yet). */
  findUsage(providerId: string): Promise<ModelUsage | null>;
}
