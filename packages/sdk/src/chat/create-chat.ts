import { ProcodeAnswerError } from "../errors/procode-answer-error.ts";
import type { CallOptions } from "../procedure.ts";
import type { Settings } from "../procode-options.ts";
import type { Message, Receipt, SentMessage } from "../procode-router.ts";
import { callProcedure } from "../wire/call-procedure.ts";
import { followAnswer } from "./follow-answer.ts";
import type { StreamPart } from "./stream-part.ts";

/** A message to send. */
export interface ChatInput {
  text: string;
  /** A new conversation when left out. */
  conversationId?: string | undefined;
  /** The message that this one answers; the end of the shown branch when left out. */
  parentId?: string | undefined;
  /** An id of the catalogue, for this conversation from now on. */
  model?: string | undefined;
  /** A UUID: the same one again is the same message, never a second. Made by itself when left out. */
  clientId?: string | undefined;
  /** Ends the stream at once, closing its socket. The answer goes on without it, unless `stopOnAbort`. */
  signal?: AbortSignal | undefined;
}

export interface StreamInput extends ChatInput {
  /** Whoever leaves before the end, by the signal or by `break`, also ends the answer; its text so far is kept. */
  stopOnAbort?: boolean | undefined;
}

export interface FollowAnswerInput {
  generationId: string;
  /** How much of the text is already there, in UTF-16 units: its `length`. */
  after?: number | undefined;
  signal?: AbortSignal | undefined;
}

export interface Answer {
  text: string;
  message: Message;
  conversationId: string;
  usage: Receipt | null;
}

export interface Chat {
  /**
   * Sends a message and gives its answer as it is written. Comes back by itself after a cut or a restart of the server.
   * Throws ProcodeApiError, ProcodeConnectionError or the signal's reason; a failed answer is a `done` like any other.
   */
  stream(input: StreamInput): AsyncGenerator<StreamPart, void, undefined>;
  /** The whole answer at once. Throws ProcodeAnswerError, with the text so far, when it is not complete. */
  text(input: StreamInput): Promise<Answer>;
  /** Stores a message and returns its ids at once, while the answer is written. */
  send(input: ChatInput): Promise<SentMessage>;
  /** An answer by its generation, from any place on: after a crash of one's own, or on another machine. */
  follow(input: FollowAnswerInput): AsyncGenerator<StreamPart, void, undefined>;
  /** Ends an answer where it is; its text so far is kept. */
  stop(input: { generationId: string }, options?: CallOptions): Promise<{ stopped: boolean }>;
}

export function createChat(settings: Settings): Chat {
  const chat: Chat = { stream, text, send, follow, stop };
  return chat;

  async function send({ signal, ...input }: ChatInput): Promise<SentMessage> {
    const call = { path: "chat.send", type: "mutation", input: toSend(input), signal } as const;
    return (await callProcedure(settings, call)) as SentMessage;
  }

  async function* stream({ stopOnAbort = false, signal, ...input }: StreamInput): AsyncGenerator<StreamPart, void> {
    signal?.throwIfAborted();
    // A message that may have arrived can only be stopped by its ids, so then the sending itself is not broken off.
    const sending = send({ ...input, signal: stopOnAbort ? undefined : signal });
    let isOver = false;
    try {
      const sent = await orAborted(sending, signal);
      yield { type: "start", ...sent };
      for await (const part of followAnswer(settings, { generationId: sent.generationId, signal })) {
        isOver = part.type === "done";
        yield part;
      }
    } catch (error) {
      isOver = !signal?.aborted;
      throw error;
    } finally {
      if (stopOnAbort && !isOver) stopWhenSent(sending);
    }
  }

  async function text(input: StreamInput): Promise<Answer> {
    for await (const part of stream(input)) {
      if (part.type !== "done") continue;
      const { message, conversationId } = part;
      if (message.status !== "complete") throw new ProcodeAnswerError(message);
      return { text: message.text, message, conversationId, usage: message.receipt };
    }
    throw new Error("A stream ends with `done` or throws.");
  }

  function follow(input: FollowAnswerInput): AsyncGenerator<StreamPart, void> {
    return followAnswer(settings, input);
  }

  async function stop(input: { generationId: string }, options: CallOptions = {}): Promise<{ stopped: boolean }> {
    const call = { path: "chat.stop", type: "mutation", input, ...options, isRepeatable: true } as const;
    return (await callProcedure(settings, call)) as { stopped: boolean };
  }

  /** Nobody waits for it any more, so nobody could be told that it failed. */
  function stopWhenSent(sending: Promise<SentMessage>): void {
    const forgotten = () => undefined;
    sending.then(({ generationId }) => stop({ generationId })).then(forgotten, forgotten);
  }
}

/** Without what is undefined, and with the one id that all repetitions carry. */
function toSend({ text, conversationId, parentId, model, clientId = crypto.randomUUID() }: ChatInput) {
  return { clientId, text, conversationId, parentId, model };
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
