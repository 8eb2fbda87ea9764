import type { ModelPart, ModelRequest, PromptMessage } from "@procode/core";
import { ProcodeError } from "@procode/core";
import { explainStatus, stalled, unreachable } from "./explain-failure.ts";
import type { OpenRouterDoor } from "./openrouter-door.ts";
import { readAnswer } from "./read-answer.ts";

/**
 * One call of one model. After an abort the iteration throws the signal's reason; however it ends, the upstream socket
 * is closed or free for the next call. It speaks OpenRouter's protocol itself: through a library's chain of web streams
 * each token costs as much again as all the rest of its way.
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
  const stage = door.tracer.begin("provider", { model: request.model });
  try {
    request.signal.throwIfAborted();
    const response = await ask(door, request, {
      signal: AbortSignal.any([request.signal, upstream.signal]),
      traceparent: stage.traceparent,
    });
    yield* readAnswer(response, { asked: request.model, alive: () => watchdog.refresh() });
    finished = true;
  } catch (error) {
    if (request.signal.aborted) throw request.signal.reason;
    const known = error instanceof ProcodeError ? error : unreachable(error, "message");
    const failure = silence.tooLong ? stalled(door.stallMs) : known;
    door.log.warn("a model call failed", {
      model: request.model,
      reason: failure.details.reason,
      cause: failure.cause,
    });
    stage.note({ failed: failure.details.reason });
    throw failure;
  } finally {
    clearTimeout(watchdog);
    if (!finished) upstream.abort();
    stage.note({ finished });
    stage.end();
  }
}

type Call = { signal: AbortSignal; traceparent: string | null };

async function ask(door: OpenRouterDoor, request: ModelRequest, { signal, traceparent }: Call): Promise<Response> {
  const response = await fetch(`${door.baseUrl}/chat/completions`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${door.apiKey}`,
      "content-type": "application/json",
      accept: "text/event-stream",
      "x-openrouter-title": "PROCODE",
      ...(traceparent !== null && { traceparent }),
    },
    body: JSON.stringify(toBody(request)),
    signal,
  });
  if (response.ok) return response;
  await response.body?.cancel();
  throw explainStatus(response.status, response.headers, door.clock, "message");
}

// What is undefined is left out of the JSON: the model's own choice.
function toBody(request: ModelRequest) {
  return {
    model: request.model,
    messages: request.messages.map(toVendorMessage),
    max_tokens: request.maxOutputTokens,
    temperature: request.temperature,
    top_p: request.topP,
    stop: request.stop,
    seed: request.seed,
    presence_penalty: request.presencePenalty,
    frequency_penalty: request.frequencyPenalty,
    stream: true,
    stream_options: { include_usage: true },
    // Asks for the cost in the last part.
    usage: { include: true },
  };
}

function toVendorMessage({ role, content }: PromptMessage) {
  return role === "system" ? { role, content: [{ type: "text", text: content }] } : { role, content };
}
