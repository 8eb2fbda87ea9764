import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import type { ModelPart, ModelRequest, PromptMessage } from "@procode/core";
import { ProcodeError } from "@procode/core";
import { explainStatus, stalled, unreachable } from "./explain-failure.ts";
import type { OpenRouterDoor } from "./openrouter-door.ts";
import { readAnswer } from "./read-answer.ts";

/**
 * One call of one model. After an abort the iteration throws the signal's reason; however it ends, the upstream socket
 * is closed or free for the next call. It speaks OpenRouter's protocol itself, over node's own HTTP: through `fetch`, or
 * a library's chain of web streams, each token costs as much again as all the rest of its way.
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

async function ask(
  door: OpenRouterDoor,
  request: ModelRequest,
  { signal, traceparent }: Call,
): Promise<IncomingMessage> {
  const url = new URL(`${door.baseUrl}/chat/completions`);
  const body = Buffer.from(JSON.stringify(toBody(request)));
  const headers = {
    authorization: `Bearer ${door.apiKey}`,
    "content-type": "application/json",
    "content-length": body.length,
    accept: "text/event-stream",
    "user-agent": "PROCODE",
    "x-openrouter-title": "PROCODE",
    ...(traceparent !== null && { traceparent }),
  };
  const send = url.protocol === "https:" ? secureRequest : plainRequest;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    send(url, { method: "POST", headers, signal }, resolve).on("error", reject).end(body);
  });
  const { statusCode: status = 0 } = response;
  if (status >= 200 && status < 300) return response;
  response.destroy();
  throw explainStatus(status, new Headers(response.headers as Record<string, string>), door.clock, "message");
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
