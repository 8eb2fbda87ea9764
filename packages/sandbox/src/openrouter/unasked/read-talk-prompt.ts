import type { ChatRequest } from "../chat-request.ts";

/** One line of a talk as a prompt shows it. `at`: "2026-11-30T18:04+01:00", by the person's clock. */
export type TalkLine = { message: number; at: string; isPerson: boolean; text: string };

const LINE = /^\[(\d+)\] (\S+), (person|assistant)[^:]*: (".*")$/;

/** Whether a model is asked to read a talk for what is open in it. */
export function isTalkRequest({ messages }: ChatRequest): boolean {
  return messages.some(
    ({ role, content }) => role === "system" && /read what a person said and note what is open/i.test(content),
  );
}

export function readTalkPrompt({ messages }: ChatRequest): TalkLine[] {
  const asked = messages.findLast(({ role }) => role === "user")?.content ?? "";
  return asked.split("\n").flatMap((line) => {
    const [, message, at, who, text] = LINE.exec(line) ?? [];
    if (!message || !at || !text) return [];
    return [{ message: Number(message), at, isPerson: who === "person", text: String(JSON.parse(text)) }];
  });
}
