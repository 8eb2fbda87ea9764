import type { Message } from "../procode-router.ts";

/** An answer that ended before it was complete. Its text so far is kept, here and on the server. */
export class ProcodeAnswerError extends Error {
  override readonly name = "ProcodeAnswerError";
  /** As it is stored: `message.status` is "failed", "interrupted" or "stopped", `message.failure` says why. */
  readonly answer: Message;

  constructor(answer: Message) {
    const why = answer.failure ? ` (${answer.failure.reason})` : "";
    super(`The answer was ${STATES[answer.status]}${why}. Its text so far is kept.`);
    this.answer = answer;
  }
}

const STATES: Record<Message["status"], string> = {
  answering: "not finished",
  complete: "complete",
  failed: "not finished",
  interrupted: "interrupted",
  stopped: "stopped",
};
