import type { LanguageModelV4, LanguageModelV4Prompt } from "@openrouter/ai-sdk-provider";
import type { ModelPart, ModelRequest, ModelUsage, PromptMessage } from "@procode/core";
import { brokeOff, explainFailure, stalled } from "./explain-failure.ts";
import type { OpenRouterDoor } from "./openrouter-door.ts";
import { usdFrom } from "./usd-from.ts";

type VendorStream = Awaited<ReturnType<LanguageModelV4["doStream"]>>["stream"];
type VendorPart = VendorStream extends ReadableStream<infer Part> ? Part : never;
type FinishPart = Extract<VendorPart, { type: "finish" }>;

/**
 * One call of one model. After an abort the iteration throws the signal's reason; however it ends, the upstream socket
 * is closed or free for the next call. It reads the provider model's own stream, because `streamText` around it costs
 * twice the processor time a token (measured: 197 µs against 92).
 */
export async function* streamAnswer(
  door: OpenRouterDoor,
  request: ModelRequest,
): AsyncGenerator<ModelPart, void, undefined> {
  const upstream = new AbortController();
  const silence = { tooLong: false };
  const watchdog = setTimeout(() => {
    silence.tooLong = true;
    upstream.abort();
  }, door.stallMs);
  let finished = false;
  try {
    request.signal.throwIfAborted();
    const { stream, response } = await door.chat(request.model).doStream({
      prompt: request.messages.map(toVendorMessage),
      ...vendorOptions(request),
      abortSignal: AbortSignal.any([request.signal, upstream.signal]),
    });
    const headerId = response?.headers?.["x-generation-id"] ?? null;
    yield* readParts(stream, { asked: request.model, headerId, alive: () => watchdog.refresh() });
    finished = true;
  } catch (error) {
    if (request.signal.aborted) throw request.signal.reason;
    const failure = silence.tooLong ? stalled(door.stallMs) : explainFailure(error, door.clock, "message");
    door.log.warn("a model call failed", {
      model: request.model,
      reason: failure.details.reason,
      cause: failure.cause,
    });
    throw failure;
  } finally {
    clearTimeout(watchdog);
    if (!finished) upstream.abort();
  }
}

type VendorOptions = Omit<Parameters<LanguageModelV4["doStream"]>[0], "prompt">;

function vendorOptions({ model: _, messages: __, signal: ___, stop, ...options }: ModelRequest): VendorOptions {
  return { ...options, ...(stop === undefined ? {} : { stopSequences: stop }) };
}

type Reading = { asked: string; headerId: string | null; alive: () => void };

async function* readParts(
  stream: VendorStream,
  { asked, headerId, alive }: Reading,
): AsyncGenerator<ModelPart, void, undefined> {
  const join = joinSurrogates();
  let providerId = headerId;
  let model: string | null = null;
  let started = false;
  const reader = stream.getReader();
  for (;;) {
    const { done, value: part } = await reader.read();
    if (done) throw brokeOff();
    alive();
    if (part.type === "response-metadata") {
      providerId = part.id ?? providerId;
      model ??= part.modelId ?? null;
    }
    // Also before an error: what a call without a first word cost is settled by its id.
    const named = model !== null || (part.type !== "response-metadata" && part.type !== "stream-start");
    if (!started && providerId !== null && named) {
      started = true;
      yield { type: "started", providerId, model: model ?? asked };
    }
    if (part.type === "text-delta") {
      const text = join(part.delta);
      if (text !== "") yield { type: "text", text };
    } else if (part.type === "error") {
      throw brokeOff(part.error);
    } else if (part.type === "finish") {
      yield toFinished(part);
      return;
    }
  }
}

// The provider ends every stream with `finish`; only one that OpenRouter itself announced carries a raw reason.
function toFinished({ finishReason, usage, providerMetadata }: FinishPart): ModelPart {
  if (finishReason.raw === undefined || finishReason.raw === "error") throw brokeOff();
  const reported = providerMetadata?.["openrouter"]?.["usage"];
  const cost = typeof reported === "object" && reported !== null && "cost" in reported ? reported["cost"] : null;
  const modelUsage: ModelUsage = {
    promptTokens: usage.inputTokens.total ?? null,
    completionTokens: usage.outputTokens.total ?? null,
    costUsd: usdFrom(cost),
  };
  return { type: "finished", finishReason: finishReason.raw, usage: modelUsage };
}

// A vendor may cut between the halves of an emoji; a half of one, or a NUL, could not be stored.
function joinSurrogates(): (delta: string) => string {
  let half = "";
  return (delta) => {
    let text = half + delta;
    half = "";
    const last = text.charCodeAt(text.length - 1);
    if (last >= 0xd800 && last <= 0xdbff) {
      half = text.slice(-1);
      text = text.slice(0, -1);
    }
    return text.includes("\0") ? text.replaceAll("\0", "") : text;
  };
}

function toVendorMessage({ role, content }: PromptMessage): LanguageModelV4Prompt[number] {
  return role === "system" ? { role, content } : { role, content: [{ type: "text", text: content }] };
}
