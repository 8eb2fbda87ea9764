import { type RunningCall, usageOf } from "./running-call.ts";
import type { End } from "./stream-answer.ts";
import { completionBody } from "./wire-chunk.ts";
import { errorBody } from "./wire-error.ts";

/**
 * Sends the answer as one JSON body when the last token would have come. As with OpenRouter, a client that leaves before
 * does not stop it: the whole answer is billed.
 */
export function sendWholeAnswer(call: RunningCall, end: End): void {
  const { response, answer, script } = call;
  response.once("close", () => {
    call.sent = answer.count;
    end("aborted", "the client left");
  });
  setTimeout(send, script.firstMs + script.intervalMs * answer.count, call, end);
}

function send(call: RunningCall, end: End): void {
  if (call.ended || call.script.break === "stall") return;
  const { response, answer, script } = call;
  call.sent = answer.count;
  call.firstTokenAt = performance.now();
  const headers = { "content-type": "application/json", "x-generation-id": call.id };
  if (script.break === "cut" || script.break === "eof") {
    end("broken", script.break);
    response.destroy();
    return;
  }
  const failed = script.break === "error-chunk";
  end(failed ? "broken" : "finished", failed ? "error-chunk" : null);
  response.writeHead(200, headers).end(failed ? failure(script.error) : body(call));
}

function failure(code = 502): string {
  return errorBody({ status: code, message: "Provider disconnected unexpectedly" });
}

function body(call: RunningCall): string {
  let text = "";
  for (let index = 0; index < call.answer.count; index += 1) text += call.answer.token(index);
  const { id, model, provider, created, answer } = call;
  return completionBody({ id, model: model.id, provider, created }, text, answer.finishReason, usageOf(call));
}
