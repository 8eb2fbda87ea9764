import type { ServerResponse } from "node:http";
import type { CallEnded } from "../log/log-entry.ts";
import type { WritableCallLog } from "../log/call-log.ts";
import { formatUsd, parseUsd } from "../usd.ts";
import type { Answer } from "./answer.ts";
import type { CatalogueModel } from "./catalogue.ts";
import type { Control } from "./control.ts";
import type { Usage } from "./wire-chunk.ts";

/** An accepted call while it is answered. */
export type RunningCall = {
  id: string;
  model: CatalogueModel;
  provider: string;
  response: ServerResponse;
  answer: Answer;
  script: ReturnType<Control["scriptFor"]>;
  promptTokens: number;
  includeUsage: boolean;
  /** `performance.now()` at acceptance. */
  startedAt: number;
  /** Unix seconds. */
  created: number;
  sent: number;
  firstTokenAt: number | null;
  ended: boolean;
};

/** What the call costs with the tokens that were written so far. */
export function usageOf({ model, promptTokens, sent }: RunningCall): Usage {
  return {
    promptTokens,
    completionTokens: sent,
    promptCost: BigInt(promptTokens) * parseUsd(model.pricing.prompt),
    completionCost: BigInt(sent) * parseUsd(model.pricing.completion),
  };
}

/** Writes the end of a call into the log, once; whatever comes later is ignored. */
export function endCall(
  call: RunningCall,
  log: WritableCallLog,
  keepTexts: boolean,
  end: CallEnded["end"],
  reason: string | null,
): void {
  if (call.ended) return;
  call.ended = true;
  const usage = usageOf(call);
  const sinceStart = (time: number) => Math.round(time - call.startedAt);
  log.append({
    type: "ended",
    id: call.id,
    end,
    reason,
    finishReason: end === "finished" ? call.answer.finishReason : null,
    promptTokens: usage.promptTokens,
    completionTokens: usage.completionTokens,
    costUsd: formatUsd(usage.promptCost + usage.completionCost),
    text: keepTexts ? sentText(call) : null,
    firstTokenMs: call.firstTokenAt === null ? null : sinceStart(call.firstTokenAt),
    totalMs: sinceStart(performance.now()),
  });
}

function sentText({ answer, sent }: RunningCall): string {
  let text = "";
  for (let index = 0; index < sent; index += 1) text += answer.token(index);
  return text;
}
