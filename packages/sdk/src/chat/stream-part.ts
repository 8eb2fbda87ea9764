import type { Message, Receipt } from "../procode-router.ts";

/**
 * What a stream gives. `start` comes first, when the message is stored; `usage` and `done` come last. The text so far is
 * every `delta` since the last `reset`, or since the start.
 */
export type StreamPart =
  | { type: "start"; conversationId: string; messageId: string; answerId: string; generationId: string }
  /** More text: append it. */
  | { type: "delta"; text: string }
  /** Replace the whole text so far: after a crash the server kept less than was already seen. */
  | { type: "reset"; text: string }
  /** What it took. Counts and costs that the provider has not told yet are null. */
  | ({ type: "usage" } & Receipt)
  /** The end, with the stored answer. Also when it failed or was stopped: `message.status` says so. Nothing follows. */
  | { type: "done"; message: Message; conversationId: string };
