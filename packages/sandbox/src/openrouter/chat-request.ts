import type { LoggedMessage } from "../log/log-entry.ts";
import { Refusal } from "./wire-error.ts";

export type ChatRequest = {
  model: string;
  messages: LoggedMessage[];
  stream: boolean;
  /** Whether the last part shall say the usage. */
  includeUsage: boolean;
  maxTokens: number | null;
  /** Texts before which the answer ends. */
  stop: string[];
};

/** Reads the body of POST /chat/completions; content parts are joined to one text. Throws a Refusal with status 400. */
export function readChatRequest(body: Buffer): ChatRequest {
  const given = parse(body);
  const { model, stream, usage, stream_options: options } = given;
  if (typeof model !== "string" || model === "") throw refuse("No models provided");
  if (!Array.isArray(given.messages) || given.messages.length === 0)
    throw refuse('Input required: specify "prompt" or "messages"');
  return {
    model,
    messages: given.messages.map(readMessage),
    stream: stream === true,
    includeUsage: (isRecord(usage) && usage.include === true) || (isRecord(options) && options.include_usage === true),
    maxTokens: readMaxTokens(given.max_completion_tokens ?? given.max_tokens),
    stop: readStop(given.stop),
  };
}

function parse(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    if (isRecord(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw refuse("Invalid JSON body");
}

function readMessage(value: unknown, index: number): LoggedMessage {
  if (!isRecord(value) || typeof value.role !== "string")
    throw refuse(`Invalid input at messages.${index}: expected an object with a role`);
  return { role: value.role, content: readContent(value.content, index) };
}

function readContent(content: unknown, index: number): string {
  if (typeof content === "string") return content;
  if (content === null || content === undefined) return "";
  if (!Array.isArray(content)) throw refuse(`Invalid input at messages.${index}.content: expected a string or parts`);
  return content.map((part: unknown) => (isRecord(part) && typeof part.text === "string" ? part.text : "")).join("");
}

function readMaxTokens(value: unknown): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" && Number.isInteger(value) && value > 0) return value;
  throw refuse("max_tokens must be a positive integer");
}

function readStop(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  const stop: unknown[] = Array.isArray(value) ? value : [value];
  if (stop.length <= 4 && stop.every((text) => typeof text === "string" && text !== "")) return stop as string[];
  throw refuse("stop must be a string or at most 4 strings");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refuse(message: string): Refusal {
  return new Refusal({ status: 400, message });
}
