import { type Picodollars, usdNumber } from "../usd.ts";

export type Usage = {
  promptTokens: number;
  completionTokens: number;
  promptCost: Picodollars;
  completionCost: Picodollars;
};

export const PROCESSING = ": OPENROUTER PROCESSING\n\n";
export const DONE = "data: [DONE]\n\n";

type Head = { id: string; model: string; provider: string; created: number };

export type ChunkWriter = {
  /** The part before any text. */
  role: string;
  /** `before + token as JSON + after` is a part; text needs no JSON.stringify of the whole. */
  before: string;
  after: string;
  finish(reason: string): string;
  usage(usage: Usage): string;
  /** An error in mid-stream, under HTTP 200. */
  error(code: number | string, message: string): string;
};

/** The parts of one stream, in OpenRouter's shape, each as a whole server-sent event. */
export function chunkWriter({ id, model, provider, created }: Head): ChunkWriter {
  const head = { id, provider, model, object: "chat.completion.chunk", created };
  const event = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
  const choice = (content: string, reason: string | null) => ({
    index: 0,
    delta: { role: "assistant", content },
    finish_reason: reason,
    native_finish_reason: reason,
    logprobs: null,
  });
  const mark = "\u0000";
  const [before = "", after = ""] = event({ ...head, choices: [choice(mark, null)] }).split("\\u0000");
  return {
    role: event({ ...head, choices: [choice("", null)] }),
    before,
    after,
    finish: (reason) => event({ ...head, choices: [choice("", reason)] }),
    usage: (usage) => event({ ...head, choices: [choice("", null)], usage: usageBody(usage) }),
    error: (code, message) =>
      event({
        ...head,
        error: { code, message },
        choices: [{ index: 0, delta: { content: "" }, finish_reason: "error", native_finish_reason: "error" }],
      }),
  };
}

/** The answer as one JSON body. */
export function completionBody(
  { id, model, provider, created }: Head,
  content: string,
  reason: string,
  usage: Usage,
): string {
  return JSON.stringify({
    id,
    provider,
    model,
    object: "chat.completion",
    created,
    choices: [
      {
        logprobs: null,
        finish_reason: reason,
        native_finish_reason: reason,
        index: 0,
        message: { role: "assistant", content, refusal: null, reasoning: null },
      },
    ],
    usage: usageBody(usage),
  });
}

function usageBody({ promptTokens, completionTokens, promptCost, completionCost }: Usage) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    cost: usdNumber(promptCost + completionCost),
    is_byok: false,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    cost_details: {
      upstream_inference_cost: usdNumber(promptCost + completionCost),
      upstream_inference_prompt_cost: usdNumber(promptCost),
      upstream_inference_completions_cost: usdNumber(completionCost),
    },
    completion_tokens_details: { reasoning_tokens: 0, image_tokens: 0 },
  };
}
