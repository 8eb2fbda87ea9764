import type { Message } from "@procode/sdk";
import { expect, it } from "vitest";
import { renderReceipt } from "./render-receipt.ts";

const receipt = {
  model: "vendor/small",
  promptTokens: 12,
  completionTokens: 340,
  costUsd: "0.0112",
  costState: "reported",
  firstTokenMs: 1,
  totalMs: 2,
  finishReason: "stop",
};
const message = (change: object) => ({ status: "complete", receipt, failure: null, ...change }) as Message;

it.each([
  ["a whole answer", {}, "vendor/small, 12 + 340 tokens, $0.0112"],
  [
    "a stopped one whose cost comes later",
    { status: "stopped", receipt: { ...receipt, completionTokens: null, costUsd: null } },
    "The answer was stopped; its text so far is kept. vendor/small, 12 + ? tokens, cost not told yet",
  ],
  [
    "one that failed before a model was asked",
    { status: "failed", receipt: null, failure: { reason: "provider-busy" } },
    "The answer was not finished (provider-busy); its text so far is kept. nothing was asked of a model",
  ],
])("tells %s", (_, change, words) => {
  expect(renderReceipt(message(change))).toBe(words);
});
