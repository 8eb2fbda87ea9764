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
  /** When its text began; monotonic. */
  begunMs: number;
  /** How much of the text stands in the database. */
  storedLength: number;
  /** Whether a part was ever sent to be stored, heard of or not. */
  hasParts: boolean;
  providerId: string | null;
  end: { message: Message } | { error: unknown } | null;
  readonly wakers: Set<() => void>;
};

/** A reader takes an answer in pieces, so that a slow one makes nobody hold more than one for it. */
const MOST_UNITS = 32_768;

/**
 * What the answer has past `offset`, then what comes, until its end or the signal; returns how far it came. An end that
 * could not be stored is told by nothing: what is stored then counts.
 */
export async function* followLiveAnswer(
  answer: LiveAnswer,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<FollowedPart, number> {
  let offset = from;
  if (offset > answer.text.length) {
    const { text } = answer;
    yield* inParts({ type: "reset", text, offset: 0 });
    offset = text.length;
  }
  while (!signal.aborted) {
    if (answer.text.length > offset) {
      const text = answer.text.slice(offset, offset + MOST_UNITS);
      offset += text.length;
      yield { offset, part: { type: "delta", text } };
      continue;
    }
    if (answer.end) {
      if ("message" in answer.end) yield { offset, part: { type: "done", message: answer.end.message } };
      break;
    }
    await nextChange(answer, signal);
  }
  return offset;
}

/** Text that begins at `offset`, in pieces; a `reset` comes also with nothing to say. */
export function* inParts({
  type,
  text,
  offset,
}: {
  type: "delta" | "reset";
  text: string;
  offset: number;
}): Generator<FollowedPart> {
  let next = type;
  for (let at = 0; at < text.length || next === "reset"; at += MOST_UNITS) {
    const piece = text.slice(at, at + MOST_UNITS);
    yield { offset: offset + at + piece.length, part: { type: next, text: piece } };
    next = "delta";
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
