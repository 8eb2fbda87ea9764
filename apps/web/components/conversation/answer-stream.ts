import type { AnswerPart } from "@procode/contracts";

/** An answer as far as it was followed. `text.length` is the offset that a reconnect resumes from. */
export type AnswerStream<M> = {
  text: string;
  /** The final message, once the stream said `done`. */
  message: M | null;
  /** A part was missing; what was followed is right, but the rest must be asked for again from `text.length`. */
  gap: boolean;
};
/** Parts as they arrive, where dates are text. */
export type StreamPart<M> = Exclude<AnswerPart, { type: "done" }> | { type: "done"; message: M };

export function startStream<M>(text = ""): AnswerStream<M> {
  return { text, message: null, gap: false };
}

/** Adds one part. `eventId` is the length of the answer with it, so that a part seen before or by half is never doubled. */
export function followPart<M>(stream: AnswerStream<M>, eventId: string, part: StreamPart<M>): AnswerStream<M> {
  if (stream.message) return stream;
  if (part.type === "done") return { ...stream, message: part.message };
  if (part.type === "reset") return { text: part.text, message: null, gap: false };
  const end = Number(eventId);
  const start = end - part.text.length;
  if (end <= stream.text.length) return stream;
  if (start > stream.text.length) return stream.gap ? stream : { ...stream, gap: true };
  return { text: stream.text + part.text.slice(stream.text.length - start), message: null, gap: false };
}
