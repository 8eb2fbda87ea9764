import { expect, it } from "vitest";
import type { ChatRequest } from "../chat-request.ts";
import { analyseTalk } from "./analyse-talk.ts";
import { isTalkRequest } from "./read-talk-prompt.ts";

const SYSTEM = "Follow these instructions:\nYou read what a person said and note what is open in it: one JSON object.";
/** A Monday evening, an hour ahead of UTC. */
const AT = "2026-11-30T18:04+01:00";

function asked(...said: string[]): ChatRequest {
  const lines = said.map((text, place) => `[${place + 1}] ${AT}, person: ${JSON.stringify(text)}`);
  const content = `It is ${AT}, Europe/Warsaw. This was said:\n${lines.join("\n")}\n[9] ${AT}, assistant, for understanding only: "I'll call you tomorrow."\n\nWhat is open? One JSON object.`;
  const messages = [
    { role: "system", content: SYSTEM },
    { role: "user", content },
  ];
  return { model: "procode/demo", messages } as ChatRequest;
}
const found = (...said: string[]) => JSON.parse(analyseTalk(asked(...said))).found;

it("knows the request by what the prompt says", () => {
  expect(isTalkRequest(asked("Hello"))).toBe(true);
});

it("finds what somebody will do, wants to be told and has before them, with its day and by their own words", () => {
  expect(
    found("Nice. I'll send it on Friday at 17:30.", "My exam is on 12 December.", "Muszę jutro zadzwonić o 8."),
  ).toEqual([
    {
      ...{ kind: "promise", words: "I'll send it on Friday at 17:30", quote: "I'll send it on Friday at 17:30." },
      ...{ message: 1, dueAt: "2026-12-04T17:30:00+01:00", confidence: 0.9 },
    },
    {
      ...{ kind: "goal", words: "My exam is on 12 December", quote: "My exam is on 12 December." },
      ...{ message: 2, dueAt: "2026-12-11T09:00:00+01:00", confidence: 0.9 },
    },
    {
      ...{ kind: "promise", words: "Muszę jutro zadzwonić o 8", quote: "Muszę jutro zadzwonić o 8." },
      ...{ message: 3, dueAt: "2026-12-01T08:00:00+01:00", confidence: 0.9 },
    },
  ]);
});

it.each([
  ["has no day", "I'll send it."],
  ["is a maybe", "Maybe I'll send it tomorrow."],
  ["is somebody else's", 'Ann said "I\'ll send it tomorrow".'],
  ["is over", "I'll not need it tomorrow, it is done."],
  ["is no intention", "Tomorrow is Tuesday."],
])("finds nothing in what %s", (_, text) => {
  expect(found(text)).toEqual([]);
});
