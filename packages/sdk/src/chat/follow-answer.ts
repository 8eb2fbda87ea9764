import type { Settings } from "../procode-options.ts";
import type { AnswerPart } from "../procode-router.ts";
import { followProcedure } from "../wire/follow-procedure.ts";
import type { StreamPart } from "./stream-part.ts";

/** The parts of one answer from `after` on. What they add up to is the stored text, whatever happened on the way. */
export async function* followAnswer(
  settings: Settings,
  {
    generationId,
    after = 0,
    signal,
  }: { generationId: string; after?: number | undefined; signal?: AbortSignal | undefined },
): AsyncGenerator<StreamPart, void> {
  const input = { generationId, ...(after > 0 ? { lastEventId: String(after) } : {}) };
  const isLast = (data: unknown) => (data as AnswerPart).type === "done";
  // The text before `after` is the caller's; until a reset tells all of it, only the caller could compare.
  let text = after > 0 ? null : "";
  for await (const { data } of followProcedure(settings, { path: "chat.follow", input, signal, isLast })) {
    const part = data as AnswerPart;
    if (part.type === "done") {
      const { message } = part;
      if (text !== null && text !== message.text) yield { type: "reset", text: message.text };
      if (message.receipt) yield { type: "usage", ...message.receipt };
      yield { type: "done", message, conversationId: message.conversationId };
    } else {
      text = part.type === "reset" ? part.text : text === null ? null : text + part.text;
      yield part;
    }
  }
}
