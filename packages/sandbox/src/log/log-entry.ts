import type { Script } from "../openrouter/script.ts";

export type LoggedMessage = { role: string; content: string };

/** A call that the sandbox took on; from here on it is billed. */
export type AcceptedCall = {
  seq: number;
  at: string;
  type: "accepted";
  /** The generation id, `gen-…`. */
  id: string;
  model: string;
  stream: boolean;
  /** SHA-256 of the body's bytes, in hex. */
  bodySha256: string;
  /** Null when the log was told to keep no texts. */
  messages: LoggedMessage[] | null;
  promptTokens: number;
  script: Script;
};

/** A call that was answered with an error status; it costs nothing. */
export type RefusedCall = {
  seq: number;
  at: string;
  type: "refused";
  status: number;
  message: string;
  model: string | null;
  bodySha256: string | null;
};

export type CallEnded = {
  seq: number;
  at: string;
  type: "ended";
  id: string;
  /** `aborted`: the client left. `broken`: the script broke it. */
  end: "finished" | "aborted" | "broken";
  /** Why, where it did not finish. */
  reason: string | null;
  finishReason: "stop" | "length" | null;
  promptTokens: number;
  /** Tokens that were written to the client. */
  completionTokens: number;
  costUsd: string;
  /** The text that was written to the client; null when the log was told to keep no texts. */
  text: string | null;
  /** From acceptance, in milliseconds. */
  firstTokenMs: number | null;
  totalMs: number;
};

export type LogEntry = AcceptedCall | RefusedCall | CallEnded;
export type EntryBody =
  | Omit<AcceptedCall, "seq" | "at">
  | Omit<RefusedCall, "seq" | "at">
  | Omit<CallEnded, "seq" | "at">;
export type LoggedCall = { accepted: AcceptedCall; ended?: CallEnded };
