import type { Completion } from "@procode/core";
import { z } from "zod";
import { RequestError } from "./openai-error.ts";
import { readTurns } from "./read-turns.ts";

export type AskedCompletion = {
  completion: Completion;
  stream: boolean;
  includeUsage: boolean;
  /** Null keeps nothing; `conversationId` null begins a conversation. */
  keep: { conversationId: string | null } | null;
};

/** PROCODE's own choice of a model. */
export const AUTO = "auto";

const Stop = z
  .string()
  .min(1)
  .transform((text) => text.toWellFormed().replaceAll("\0", ""));
const penalty = z.number().min(-2).max(2).nullish();
const tokens = z.number().int().min(1).nullish();

const Request = z.object({
  model: z.string().min(1).max(200).nullish(),
  messages: z.array(z.unknown()).min(1).max(2_000),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  max_tokens: tokens,
  max_completion_tokens: tokens,
  stop: z.union([Stop.transform((text) => [text]), z.array(Stop).max(4)], "a string or at most 4 strings").nullish(),
  seed: z.number().int().nullish(),
  presence_penalty: penalty,
  frequency_penalty: penalty,
  store: z.boolean().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
});

// They change nothing that PROCODE does, so a client that always sends them is no worse off.
const IGNORED = new Set([
  "user",
  "safety_identifier",
  "prompt_cache_key",
  "prompt_cache_retention",
  "parallel_tool_calls",
]);

// Values by which a client says that it does not want what is not supported.
const NEUTRAL = new Map<string, (value: unknown) => boolean>([
  ["n", (value) => value === 1],
  ["tools", isEmpty],
  ["functions", isEmpty],
  ["tool_choice", (value) => value === "none" || value === "auto"],
  ["function_call", (value) => value === "none" || value === "auto"],
  [
    "response_format",
    (value) => typeof value === "object" && value !== null && "type" in value && value.type === "text",
  ],
  ["logprobs", (value) => value === false],
  ["logit_bias", isEmpty],
  ["modalities", (value) => Array.isArray(value) && value.length === 1 && value[0] === "text"],
  ["service_tier", (value) => value === "auto" || value === "default"],
]);

/** The body of POST /api/v1/chat/completions. Throws a RequestError that names what is wrong or not supported. */
export function readCompletion(body: unknown): AskedCompletion {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new RequestError("The body must be a JSON object.", null);
  refuseUnsupported(body);
  const parsed = Request.safeParse(body);
  if (!parsed.success) throw invalid(parsed.error);
  const { model, messages, stream, stream_options: streaming, store, metadata } = parsed.data;
  const conversationId = readConversationId(metadata?.["conversation_id"]);
  return {
    completion: {
      model: model === AUTO ? null : (model ?? null),
      ...readTurns(messages, optionsOf(parsed.data)),
    },
    stream: stream ?? false,
    includeUsage: streaming?.include_usage ?? false,
    keep: store || conversationId !== null ? { conversationId } : null,
  };
}

function optionsOf(request: z.infer<typeof Request>): Completion["options"]["model"] {
  const options = {
    maxOutputTokens: request.max_completion_tokens ?? request.max_tokens,
    temperature: request.temperature,
    topP: request.top_p,
    stop: request.stop?.length ? request.stop : null,
    seed: request.seed,
    presencePenalty: request.presence_penalty,
    frequencyPenalty: request.frequency_penalty,
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null && value !== undefined));
}

function refuseUnsupported(body: object): void {
  const names = Object.entries(body)
    .filter(([name, value]) => value !== null && value !== undefined && !isKnown(name) && !NEUTRAL.get(name)?.(value))
    .map(([name]) => name);
  const [first] = names;
  if (first === undefined) return;
  const it = names.length === 1 ? "it" : "them";
  throw new RequestError(
    `PROCODE does not support ${names.slice(0, 10).join(", ")} here. Nothing was asked; leave ${it} out.`,
    first,
    "unsupported_parameter",
  );
}

const isKnown = (name: string) => Object.hasOwn(Request.shape, name) || IGNORED.has(name);

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function readConversationId(given: string | undefined): string | null {
  if (given === undefined || given === "") return null;
  const id = z.uuid().safeParse(given);
  if (id.success) return id.data.toLowerCase();
  throw new RequestError(
    "metadata.conversation_id must be the id of a conversation of yours.",
    "metadata.conversation_id",
  );
}

function invalid({ issues: [issue] }: z.ZodError): RequestError {
  const path = issue?.path.map(String).join(".") ?? null;
  return new RequestError(`${path}: ${issue?.message ?? "not as it should be"}`, path, "invalid_value");
}
