import type { AnswerPart, Message } from "@procode/contracts";
import type { Ownership } from "./generation-repository.ts";

/** A part with the length of the answer up to its end, by which a follower resumes. */
export type FollowedPart = { offset: number; part: AnswerPart };

/** An answer that this process is writing. */
export type LiveAnswer = {
  readonly generationId: string;
  readonly userId: string;
  readonly owner: Ownership;
  /** Aborting it closes the provider's socket. */
  readonly abort: AbortController;
  text: string;
  /** How much of the text stands in the database. */
  storedLength: number;
  providerId: string | null;
  end: { message: Message } | { error: unknown } | null;
  readonly wakers: Set<() => void>;
};

/** What the answer has past `offset`, then what comes, until its end or the signal. */
export async function* followLiveAnswer(
  answer: LiveAnswer,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<FollowedPart> {
  let offset = from;
  if (offset > answer.text.length) {
    offset = answer.text.length;
    yield { offset, part: { type: "reset", text: answer.text } };
  }
  while (!signal.aborted) {
    if (answer.text.length > offset) {
      const text = answer.text.slice(offset);
      offset = answer.text.length;
      yield { offset, part: { type: "delta", text } };
      continue;
    }
    if (answer.end) {
      if ("error" in answer.end) throw answer.end.error;
      yield { offset, part: { type: "done", message: answer.end.message } };
      return;
    }
    await nextChange(answer, signal);
  }
}

function nextChange(answer: LiveAnswer, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      answer.wakers.delete(wake);
      signal.removeEventListener("abort", wake);
      resolve();
    };
    answer.wakers.add(wake);
    signal.addEventListener("abort", wake);
  });
}
