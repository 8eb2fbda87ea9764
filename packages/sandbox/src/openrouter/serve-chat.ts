import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { WritableCallLog } from "../log/call-log.ts";
import { answerTo, lastUserText } from "./answer.ts";
import { type CatalogueModel, providerOf } from "./catalogue.ts";
import { type ChatRequest, readChatRequest } from "./chat-request.ts";
import type { Control } from "./control.ts";
import { endCall, type RunningCall } from "./running-call.ts";
import { sendWholeAnswer } from "./send-whole-answer.ts";
import { type End, streamAnswer } from "./stream-answer.ts";
import { estimateTokens } from "./tokens.ts";
import { Refusal, scriptedError } from "./wire-error.ts";

export type ChatDesk = {
  control: Control;
  log: WritableCallLog;
  models: ReadonlyMap<string, CatalogueModel>;
  keepTexts: boolean;
  nextId(): string;
};

const TOKENS_PER_MESSAGE = 4;

/** Answers POST /chat/completions. Throws a Refusal for what gets an error status, after its scripted delay. */
export async function serveChat(desk: ChatDesk, body: Buffer, response: ServerResponse): Promise<void> {
  const startedAt = performance.now();
  const request = readChatRequest(body);
  const model = desk.models.get(request.model);
  if (!model) throw new Refusal({ status: 400, message: `${request.model} is not a valid model ID` });
  const script = scriptFor(desk.control, request);
  if (script.error !== undefined && script.break === undefined) {
    if (script.firstMs > 0) await wait(script.firstMs, response);
    throw new Refusal(scriptedError(script.error, model.id, providerOf(model), script.retryAfterSeconds));
  }
  const promptTokens = countPrompt(request);
  refuseOverlong(model, promptTokens);
  if (response.destroyed) return;
  const call: RunningCall = {
    id: desk.nextId(),
    model,
    provider: providerOf(model),
    response,
    answer: answerTo(request, script),
    script,
    promptTokens,
    includeUsage: request.includeUsage,
    startedAt,
    created: Math.floor(Date.now() / 1_000),
    sent: 0,
    firstTokenAt: null,
    ended: false,
  };
  desk.log.append({
    type: "accepted",
    id: call.id,
    model: model.id,
    stream: request.stream,
    bodySha256: sha256(body),
    messages: desk.keepTexts ? request.messages : null,
    promptTokens,
    script,
  });
  const end: End = (how, reason) => endCall(call, desk.log, desk.keepTexts, how, reason);
  if (request.stream) streamAnswer(call, end);
  else sendWholeAnswer(call, end);
}

export function sha256(body: Buffer): string {
  return createHash("sha256").update(body).digest("hex");
}

function scriptFor(control: Control, request: ChatRequest): RunningCall["script"] {
  try {
    return control.scriptFor({ model: request.model, lastUserText: lastUserText(request) });
  } catch (error) {
    throw new Refusal({ status: 400, message: error instanceof Error ? error.message : String(error) });
  }
}

function countPrompt({ messages }: ChatRequest): number {
  return messages.reduce((sum, { content }) => sum + estimateTokens(content) + TOKENS_PER_MESSAGE, 0);
}

function refuseOverlong(model: CatalogueModel, promptTokens: number): void {
  if (promptTokens <= model.context_length) return;
  throw new Refusal({
    status: 400,
    message: `This endpoint's maximum context length is ${model.context_length} tokens. However, you requested about ${promptTokens} tokens of text input. Please reduce the length, or use the context-compression plugin to compress your prompt automatically.`,
  });
}

function wait(milliseconds: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    response.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
