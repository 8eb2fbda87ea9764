import type { ModelUsage } from "@procode/core";

/** What every object of one completion says of it. `created` counts seconds since 1970. */
export type CompletionHead = {
  id: string;
  model: string;
  created: number;
  /** Null for one that is not kept. */
  conversationId: string | null;
};

/** A whole answer, as OpenAI's `chat.completion`. */
export function completionBody(head: CompletionHead, text: string, finishReason: string, usage: ModelUsage) {
  const message = { role: "assistant", content: text, refusal: null };
  return {
    ...top(head, "chat.completion"),
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
    ...usageField(usage),
  };
}

type Delta = { role: "assistant"; content: string } | { content: string } | Record<string, never>;

/** A part of an answer, as a server-sent event with OpenAI's `chat.completion.chunk`. */
export function chunkEvent(
  head: CompletionHead,
  delta: Delta,
  finishReason: string | null,
  withUsage: boolean,
): string {
  return event({
    ...top(head, "chat.completion.chunk"),
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    ...(withUsage ? { usage: null } : {}),
  });
}

/** The last part of a stream that was asked for its usage; it has no choices. */
export function usageEvent(head: CompletionHead, usage: ModelUsage): string {
  return event({ ...top(head, "chat.completion.chunk"), choices: [], ...usageField(usage) });
}

export const DONE_EVENT = "data: [DONE]\n\n";

export function event(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

function top({ id, model, created, conversationId }: CompletionHead, object: string) {
  const metadata = conversationId === null ? {} : { metadata: { conversation_id: conversationId } };
  return { id: `chatcmpl-${id}`, object, created, model, ...metadata };
}

// As OpenRouter does it, with the cost in dollars beside the tokens; what the provider did not say is not made up.
function usageField({ promptTokens, completionTokens, costUsd }: ModelUsage) {
  if (promptTokens === null || completionTokens === null) return {};
  return {
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
      ...(costUsd === null ? {} : { cost: Number(costUsd) }),
    },
  };
}
