import type { ProcodeClient, StreamPart } from "@procode/sdk";
import { createAnswerPrinter } from "./answer-printer.ts";
import { renderReceipt } from "./render-receipt.ts";

export type Screen = {
  out(text: string): void;
  /** Receipts and remarks, beside the answer. */
  note(text: string): void;
  /** Whether `out` is a terminal. */
  isTerminal: boolean;
  json: boolean;
};
export type Question = { text: string; conversationId: string | undefined; model: string | undefined };
/** `code` is the command's exit code if this was its last answer. */
export type Outcome = { code: number; conversationId: string };

const INTERRUPTED = 130;

/**
 * Sends one message and shows its answer as it is written. `interrupts` calls back at every Ctrl-C: the first one stops the
 * answer and keeps its text, the second one leaves.
 */
export async function askOnce(
  procode: ProcodeClient,
  question: Question,
  screen: Screen,
  interrupts: (onInterrupt: () => void) => Disposable,
): Promise<Outcome> {
  const printer = createAnswerPrinter(screen.out, screen);
  const leave = new AbortController();
  let generationId: string | null = null;
  let times = 0;
  const stop = () => {
    if (++times > 1 || !generationId) return leave.abort();
    // Its failure shows in the stream itself, or the second Ctrl-C leaves anyway.
    procode.chat.stop({ generationId }, { signal: leave.signal }).catch(() => leave.abort());
  };
  using _ = interrupts(stop);
  try {
    for await (const part of procode.chat.stream({ ...question, signal: leave.signal })) {
      if (part.type === "start") ({ generationId } = part);
      if (screen.json) screen.out(`${JSON.stringify(part)}\n`);
      else printer.show(part);
      if (part.type === "done") return finish(part);
    }
    throw new Error("A stream ends with `done` or throws.");
  } catch (error) {
    if (!screen.json) printer.end();
    if (leave.signal.aborted) return { code: INTERRUPTED, conversationId: question.conversationId ?? "" };
    throw error;
  }

  function finish({ message, conversationId }: Extract<StreamPart, { type: "done" }>): Outcome {
    if (!screen.json) printer.end();
    screen.note(renderReceipt(message));
    if (times > 0) return { code: INTERRUPTED, conversationId };
    return { code: message.status === "complete" && (screen.json || !printer.isWrong()) ? 0 : 1, conversationId };
  }
}
