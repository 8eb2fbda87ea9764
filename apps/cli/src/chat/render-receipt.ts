import type { Message } from "@procode/sdk";

/** "vendor/model, 12 + 340 tokens, $0.0112": what an answer took, and why it ended when it is not complete. */
export function renderReceipt({ status, receipt, failure }: Message): string {
  const tokens = receipt && `${receipt.promptTokens ?? "?"} + ${receipt.completionTokens ?? "?"} tokens`;
  const cost = receipt && (receipt.costUsd === null ? "cost not told yet" : `$${receipt.costUsd}`);
  const took = receipt ? [receipt.model, tokens, cost].join(", ") : "nothing was asked of a model";
  if (status === "complete") return took;
  return `The answer was ${WORDS[status]}${failure ? ` (${failure.reason})` : ""}; its text so far is kept. ${took}`;
}

const WORDS: Record<Exclude<Message["status"], "complete">, string> = {
  answering: "left",
  failed: "not finished",
  interrupted: "interrupted",
  stopped: "stopped",
};
