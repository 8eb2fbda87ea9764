import type { TelegramText } from "@procode/core";
import { describe, expect, it } from "vitest";
import { english } from "../words/english.ts";
import { composeAnswer } from "./compose-answer.ts";

const receipt = {
  model: "vendor/small",
  promptTokens: 1,
  completionTokens: 1,
  costUsd: "0.0008",
  costState: "reported" as const,
  firstTokenMs: 1,
  totalMs: 2,
  finishReason: "stop",
};
const render = (text: string): TelegramText[] =>
  (text.match(/[\s\S]{1,4096}/g) ?? []).map((part) => ({ text: part, entities: [] }));
type Given = Parameters<typeof composeAnswer>[0]["message"];
const compose = (message: Partial<Given>, modelName: string | null = "Small") =>
  composeAnswer({
    message: { text: "Words.", status: "complete", failure: null, receipt, ...message },
    render,
    words: english,
    modelName,
  });

describe("a finished answer in Telegram", () => {
  it("has no line under it when the person does not want one", () => {
    expect(compose({}, null)).toEqual([{ text: "Words.", entities: [] }]);
  });

  it.each([
    ["0.0008", "Small · $0.0008"],
    ["0", "Small · free"],
    ["0.00000100", "Small · < $0.0001"],
    [null, "Small · price unknown"],
  ])("tells a cost of %s as it is", (costUsd, line) => {
    expect(compose({ receipt: { ...receipt, costUsd } })[0]?.text).toBe(`Words.\n\n${line}`);
  });

  it("puts the line into a part of its own where the last one is full, and never over the limit", () => {
    const full = compose({ text: "x".repeat(4_096) });
    expect(full.map(({ text }) => text.length)).toEqual([4_096, "Small · $0.0008".length]);
    const fits = compose({ text: "x".repeat(4_096 - 2 - "Small · $0.0008".length) });
    expect(fits.map(({ text }) => text.length)).toEqual([4_096]);
  });

  it("says that it was stopped, and by what it broke off", () => {
    expect(compose({ status: "stopped" }, null)[0]?.text).toBe(
      "Words.\n\nStopped here. The text above is kept; /retry writes the answer again.",
    );
    expect(compose({ status: "interrupted", failure: { reason: "owner-died" } }, null)[0]?.text).toContain(
      "The answer stopped half way. PROCODE was restarted meanwhile.",
    );
    expect(
      compose({ text: "", status: "failed", failure: { reason: "provider-busy", retryAfterSeconds: 7 } }, null)[0]
        ?.text,
    ).toBe(
      "There is no answer. The model is busy just now. Try again in 7 seconds. Your message is kept; /retry asks again.",
    );
    expect(compose({ text: " ", status: "complete" }, null)[0]?.text).toContain("answered with nothing");
  });
});
