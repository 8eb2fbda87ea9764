import { type AnswerStream, followPart, startStream } from "../../components/conversation/answer-stream.ts";
import type { AnswerItem } from "./feed-line.ts";

export type StandingAnswers = {
  /** Takes a part in; false when the end of the answer is known already. */
  take(item: AnswerItem): void;
  /** Each answer that is being written, as one item that begins it anew with all its text. */
  list(): AnswerItem[];
  find(generationId: string): AnswerItem | null;
  clear(): void;
};

/** The answers that are being written now, for tabs that come later. */
export function createStandingAnswers(): StandingAnswers {
  const answers = new Map<string, { item: AnswerItem; stream: AnswerStream<unknown> }>();

  function asWhole({ item, stream: { text } }: { item: AnswerItem; stream: AnswerStream<unknown> }): AnswerItem {
    return { ...item, offset: text.length, part: { type: "reset", text } };
  }

  return {
    take(item) {
      if (item.part.type === "done") return void answers.delete(item.generationId);
      const stream = answers.get(item.generationId)?.stream ?? startStream<unknown>();
      answers.set(item.generationId, { item, stream: followPart(stream, String(item.offset), item.part) });
    },
    list: () => [...answers.values()].map(asWhole),
    find(generationId) {
      const answer = answers.get(generationId);
      return answer ? asWhole(answer) : null;
    },
    clear: () => answers.clear(),
  };
}
