import type { Message } from "@procode/contracts";
import { requireScope, requireUser } from "../../actor.ts";
import type { Context } from "../../context.ts";
import { followGeneration } from "../../conversation/follow-generation.ts";
import { stopGeneration } from "../../conversation/stop-generation.ts";
import { notFound, ProcodeError } from "../../procode-error.ts";
import type { CompletionPart } from "./completion.ts";

type Followed = {
  generationId: string;
  /** Whether the answer ends when nobody reads it any more. */
  stopWhenLeft: boolean;
};

/** The person, for a completion of theirs that is kept: its parts, as those of any other. Throws NOT_FOUND. */
export async function* followCompletion(
  ctx: Context,
  { generationId, stopWhenLeft }: Followed,
  signal: AbortSignal,
): AsyncGenerator<CompletionPart, void, undefined> {
  const userId = requireUser(ctx.actor);
  requireScope(ctx.actor, "chat");
  let isOver = false;
  try {
    yield { type: "started", id: generationId, model: await findModel(ctx, userId, generationId) };
    for await (const { part } of followGeneration(ctx, { generationId }, signal)) {
      if (part.type === "delta") yield { type: "text", text: part.text };
      // What was sent can not be taken back.
      else if (part.type === "reset") throw brokeOff(null);
      else {
        isOver = true;
        yield finish(part.message);
      }
    }
  } finally {
    if (!isOver && stopWhenLeft) await stopGeneration(ctx, { generationId });
  }
}

async function findModel(ctx: Context, userId: string, generationId: string): Promise<string> {
  const generation = await ctx.store.asUser(userId, (tx) => tx.generations.findById(generationId));
  if (!generation) throw notFound("answer");
  return generation.model;
}

function finish({ status, receipt, failure }: Message): CompletionPart {
  if (status !== "complete" && status !== "stopped") throw brokeOff(failure);
  const { promptTokens = null, completionTokens = null, costUsd = null } = receipt ?? {};
  return {
    type: "finished",
    finishReason: receipt?.finishReason ?? "stop",
    usage: { promptTokens, completionTokens, costUsd },
  };
}

function brokeOff(failure: Message["failure"]): ProcodeError {
  const { reason = "provider-broke-off", retryAfterSeconds } = failure ?? {};
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  const code = reason === "provider-busy" ? "LIMITED" : reason === "does-not-fit" ? "INVALID" : "UNAVAILABLE";
  return new ProcodeError(code, "The answer could not be written to its end. What came is kept; ask again.", {
    reason,
    ...wait,
  });
}
