import type { Model } from "@procode/contracts";
import type { Context } from "../../context.ts";
import type { PromptMessage } from "../../ports/model-provider.ts";
import { ProcodeError } from "../../procode-error.ts";
import { beginLooseCall } from "./loose-call.ts";

const LONGEST_MS = 60_000;

/**
 * One call of a model that belongs to no conversation, until it is over: its whole text, and the name of who answered. What it costs is recorded
 * like every call's. Throws what the provider throws, and UNAVAILABLE provider-broke-off for an answer without an end.
 */
export async function askOnce(
  ctx: Context,
  input: { userId: string; model: Model; messages: PromptMessage[]; maxOutputTokens: number },
): Promise<{ generationId: string; model: string; text: string }> {
  const { userId, messages, maxOutputTokens } = input;
  const model = input.model.id;
  const call = beginLooseCall(ctx, userId, model);
  const signal = AbortSignal.timeout(LONGEST_MS);
  const asked = { generationId: call.id, model, text: "" };
  try {
    ctx.measures.requestedModel(model);
    for await (const part of ctx.models.stream({ model, messages, maxOutputTokens, signal })) {
      if (part.type === "text") {
        call.wrote();
        asked.text += part.text;
      } else if (part.type === "started") {
        asked.model = part.model;
        await call.started(part);
      } else await call.end({ state: "done", finishReason: part.finishReason, usage: part.usage });
    }
    if (!call.isOver())
      throw new ProcodeError("UNAVAILABLE", "The answer broke off.", { reason: "provider-broke-off" });
    return asked;
  } catch (error) {
    await call.end({ state: "interrupted", failure: error });
    throw error;
  }
}
