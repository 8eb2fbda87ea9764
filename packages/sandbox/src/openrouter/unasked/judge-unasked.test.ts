import { expect, it } from "vitest";
import type { ChatRequest } from "../chat-request.ts";
import { alwaysSend, judgeUnasked } from "./judge-unasked.ts";
import { isUnaskedRequest, readUnaskedPrompt } from "./read-unasked-prompt.ts";

const SYSTEM = "You decide whether to write to this person unasked. Answer with one JSON object.";
const OFFER = `It is 2026-11-24T09:00:00.000Z. This might be worth a message:
1. promise, topic "Promises", best at 2026-11-24T09:30:00.000Z: send the invoice`;
const WRITTEN = "\n\nWritten in the last seven days, not to be said again:\n- Send the invoice.";

function asked(said: string, more = "", offer = OFFER): ChatRequest {
  const content = `${said}\n\n${offer}${more}\n\nDecide now, as one JSON object.`;
  const messages = [
    { role: "system", content: SYSTEM },
    { role: "user", content },
  ];
  return { model: "procode/demo", messages } as ChatRequest;
}
const judged = (...args: Parameters<typeof asked>) => JSON.parse(judgeUnasked(asked(...args)));

it("reads time, offers, what was written and what was said out of the prompt alone", () => {
  const request = asked("I'll send the invoice at 10:30. Bye!", WRITTEN);
  expect(isUnaskedRequest(request)).toBe(true);
  expect(readUnaskedPrompt(request)).toEqual({
    nowMs: Date.UTC(2026, 10, 24, 9),
    offers: [{ rule: "promise", topic: "Promises", dueMs: Date.UTC(2026, 10, 24, 9, 30), words: "send the invoice" }],
    written: ["Send the invoice."],
    said: ["I'll send the invoice at 10:30.", "Bye!"],
  });
});

it("writes about what is due and meant, at its time", () => {
  expect(judged("I'll send the invoice at 10:30.")).toEqual({
    ...{ send: true, text: "Send the invoice.", topic: "Promises", reason: "You said that you would." },
    ...{ sendAt: "2026-11-24T09:30:00.000Z", confidence: 0.9 },
  });
});

it.each([
  ["said to be over", "I'll send the invoice at 10:30. The invoice is sent."],
  ["called off at once", "I'll send the invoice at 10:30.\n\nNever mind."],
  ["not meant to be done", "I'm not going to send the invoice at 10:30."],
])("does not write about what was %s", (_, said) => {
  expect(judged(said).send).toBe(false);
});

it("does not write again what was written, and is unsure of a perhaps", () => {
  expect(judged("I'll send the invoice at 10:30.", WRITTEN).send).toBe(false);
  expect(judged("Maybe I'll send the invoice at 10:30.")).toMatchObject({ send: true, confidence: 0.4 });
});

it("takes something else that is done, or not yet done, for no reason to be silent", () => {
  expect(judged("I'll send the invoice at 10:30. The dishes are done.").send).toBe(true);
  expect(judged("I'll send the invoice at 10:30. I haven't sent the invoice yet.").send).toBe(true);
});

it("without judgement it writes whatever was said", () => {
  expect(JSON.parse(alwaysSend(asked("The invoice is sent.", WRITTEN)))).toMatchObject({ send: true, confidence: 1 });
});
