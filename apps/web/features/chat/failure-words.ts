import type { ErrorReason } from "@procode/contracts";
import { formatCount } from "../../format/format-count.ts";
import { formatDuration } from "../../format/format-duration.ts";

export type Failure = { reason: ErrorReason; retryAfterSeconds?: number | undefined };
type Words = { title: string; cause: string };

/** Why an answer ended early, in words that blame nobody. A reason that is not here is `unexpected`. */
const WORDS: Partial<Record<ErrorReason, Words>> = {
  "provider-key": {
    title: "The model's provider refused the key",
    cause: "The OpenRouter key is wrong or was revoked. Whoever runs this PROCODE can set a new one.",
  },
  "provider-credit": {
    title: "The provider's credit is used up",
    cause: "OpenRouter answers again when credit is added, and models without a price go on.",
  },
  "provider-busy": { title: "The model is busy", cause: "Its provider takes no more requests just now." },
  "provider-down": { title: "The model's provider did not answer", cause: "The connection to it could not be made." },
  "provider-refused": {
    title: "The model refused this message",
    cause: "Its provider would not take the request. Other words or another model may work.",
  },
  "provider-broke-off": {
    title: "The answer stopped half way",
    cause: "The provider closed the connection before the end.",
  },
  "provider-stalled": { title: "The answer stopped half way", cause: "Nothing came from the provider for 30 seconds." },
  "owner-died": { title: "The answer was interrupted", cause: "The server that was writing it went away." },
  "database-away": { title: "The answer could not be stored", cause: "The database did not answer." },
  "does-not-fit": {
    title: "This chat is too long for the model",
    cause: "Choose a model that reads more, or begin a new chat.",
  },
  "unknown-model": { title: "That model is gone", cause: "It is no longer in the catalogue. Choose another." },
  "queue-full": { title: "Too many answers at once", cause: "Several are being written for you already." },
  "too-many-answers": { title: "Too many answers at once", cause: "Several are being written for you already." },
};
const UNEXPECTED: Words = { title: "The answer failed", cause: "Something broke on our side." };

/** What happened, what is kept and what to do next. `text` is the part of the answer that came. */
export function failureWords(failure: Failure | null, text: string): Words & { kept: string; wait: string | null } {
  const words = (failure && WORDS[failure.reason]) ?? UNEXPECTED;
  const count = countWords(text);
  const after = failure?.retryAfterSeconds;
  return {
    ...words,
    kept: count === 0 ? "Your message." : `Your message, and the ${formatCount(count, "word")} above.`,
    wait: after === undefined ? null : `It takes requests again in ${formatDuration(after * 1_000)}.`,
  };
}

/** A message that never reached the server, or that it did not take. */
export function unsentWords(reason: ErrorReason | "no-connection", message: string): string {
  if (reason === "no-connection") return "The server could not be reached. Your message is kept here.";
  if (reason === "not-signed-in") return "You are signed out. Your message is kept here; sign in and send it.";
  return message;
}

export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
