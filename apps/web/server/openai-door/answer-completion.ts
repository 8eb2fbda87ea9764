import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type CompletionPart,
  type Context,
  followCompletion,
  requireUser,
  sendCompletion,
  streamCompletion,
} from "@procode/core";
import { answerJson } from "../answer-json.ts";
import { readJsonBody } from "../read-json-body.ts";
import { clientIdOf } from "./client-id-of.ts";
import { completionBody, type CompletionHead } from "./completion-bodies.ts";
import { RequestError } from "./openai-error.ts";
import { type AskedCompletion, readCompletion } from "./read-completion.ts";
import { writeStream } from "./write-stream.ts";

const MOST_BYTES = 1_000_000;
const MOST_KEY_CHARACTERS = 255;

/** POST /api/v1/chat/completions. Throws what went wrong before the first word was sent. */
export async function answerCompletion(
  ctx: Context,
  request: IncomingMessage,
  response: ServerResponse,
  shutdown: AbortSignal,
): Promise<void> {
  const asked = readCompletion(await readJsonBody(request, MOST_BYTES));
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const { parts, conversationId } = await begin(ctx, asked, idempotencyKeyOf(request), gone.signal, shutdown);
  if (conversationId) response.setHeader("x-procode-conversation-id", conversationId);
  const created = Math.floor(ctx.clock.now().getTime() / 1_000);
  const headOf = ({ id, model }: { id: string; model: string }): CompletionHead => ({
    id,
    model,
    created,
    conversationId,
  });
  try {
    if (!asked.stream) return answerJson(response, 200, await wholeBody(parts, headOf));
    await writeStream({ parts, headOf, includeUsage: asked.includeUsage, response, gone });
  } catch (error) {
    // There is nobody left to tell.
    if (!gone.signal.aborted) throw error;
    ctx.log.debug("a completion was left by its client", { error });
  }
}

type Begun = { parts: AsyncIterable<CompletionPart>; conversationId: string | null };

async function begin(
  ctx: Context,
  { completion, keep }: AskedCompletion,
  idempotencyKey: string | null,
  gone: AbortSignal,
  shutdown: AbortSignal,
): Promise<Begun> {
  if (!keep) {
    return { parts: streamCompletion(ctx, completion, AbortSignal.any([gone, shutdown])), conversationId: null };
  }
  const userId = requireUser(ctx.actor);
  const clientId = idempotencyKey === null ? ctx.ids.next() : clientIdOf(userId, idempotencyKey);
  const { generationId, conversationId } = await sendCompletion(ctx, { ...completion, ...keep, clientId });
  // Who sent a key comes back with it for the same answer; without one, leaving is the only way to stop it.
  const stopWhenLeft = idempotencyKey === null;
  return { parts: followCompletion(ctx, { generationId, stopWhenLeft }, gone), conversationId };
}

async function wholeBody(parts: Begun["parts"], headOf: (started: { id: string; model: string }) => CompletionHead) {
  let head: CompletionHead | null = null;
  let text = "";
  for await (const part of parts) {
    if (part.type === "started") head = headOf(part);
    else if (part.type === "text") text += part.text;
    else if (head) return completionBody(head, text, part.finishReason, part.usage);
  }
  throw new Error("A completion ended without its end.");
}

function idempotencyKeyOf({ headers }: IncomingMessage): string | null {
  const key = headers["idempotency-key"];
  if (key === undefined || key === "") return null;
  const text = String(key);
  if (text.length <= MOST_KEY_CHARACTERS) return text;
  throw new RequestError(`Idempotency-Key has at most ${MOST_KEY_CHARACTERS} characters.`, null, "invalid_value");
}
