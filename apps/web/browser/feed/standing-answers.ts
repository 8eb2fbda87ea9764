import { type AnswerStream, followPart, startStream } from "../../components/conversation/answer-stream.ts";
import type { AnswerItem } from "./feed-line.ts";

export type StandingAnswers = {
  /** Takes a part in; false when parts before it were missed, until one comes that begins the answer anew. */
  take(item: AnswerItem): boolean;
  /** Each answer that is being written and known from its beginning, as one item that begins it anew with all its text. */
  list(): AnswerItem[];
};

/** The answers that are being written now, for tabs that come later. */
export function createStandingAnswers(): StandingAnswers {
  const answers = new Map<string, { item: AnswerItem; stream: AnswerStream<unknown> }>();
  return {
    take(item) {
      if (item.part.type === "done") {
        answers.delete(item.generationId);
        return true;
      }
      const known = answers.get(item.generationId)?.stream ?? startStream<unknown>();
      const stream = followPart(known, String(item.offset), item.part);
      answers.set(item.generationId, { item, stream });
      return !stream.gap;
    },
    list: () =>
      [...answers.values()]
        .filter(({ stream }) => !stream.gap)
        .map(({ item, stream: { text } }) => ({ ...item, offset: text.length, part: { type: "reset", text } })),
  };
}
