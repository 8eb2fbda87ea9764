import type { AcceptedCall, CallEnded } from "../log/log-entry.ts";

/** What GET /generation says about a call that ended. */
export function generationBody(accepted: AcceptedCall, ended: CallEnded, provider: string): string {
  const cost = Number(ended.costUsd);
  const finishReason = ended.finishReason ?? (ended.end === "broken" ? "error" : null);
  return JSON.stringify({
    data: {
      id: accepted.id,
      upstream_id: accepted.id.replace("gen-", "chatcmpl-"),
      total_cost: cost,
      cache_discount: null,
      upstream_inference_cost: cost,
      created_at: accepted.at,
      model: accepted.model,
      app_id: null,
      streamed: accepted.stream,
      cancelled: ended.end === "aborted",
      provider_name: provider,
      latency: ended.firstTokenMs ?? ended.totalMs,
      moderation_latency: null,
      generation_time: ended.totalMs - (ended.firstTokenMs ?? ended.totalMs),
      finish_reason: finishReason,
      native_finish_reason: finishReason,
      tokens_prompt: ended.promptTokens,
      tokens_completion: ended.completionTokens,
      native_tokens_prompt: ended.promptTokens,
      native_tokens_completion: ended.completionTokens,
      native_tokens_completion_images: 0,
      native_tokens_reasoning: 0,
      native_tokens_cached: 0,
      num_media_prompt: null,
      num_input_audio_prompt: null,
      num_media_completion: null,
      num_search_results: null,
      origin: "",
      usage: cost,
      is_byok: false,
      external_user: null,
      api_type: "completions",
      router: null,
    },
  });
}
