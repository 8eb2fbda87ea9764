import { translateError } from "@procode/api";
import type { ErrorReason } from "@procode/contracts";
import { ProcodeError } from "@procode/core";
import { type Reply, say } from "../reply/reply.ts";
import type { Turn } from "../update/turn.ts";

// Here nothing is known yet, and what was asked may well succeed a moment later.
const AGAIN: readonly ErrorReason[] = ["database-away", "unexpected"];

/** The stable reason of a failed call. */
export function reasonOf(error: unknown): ErrorReason {
  return translateError(error).reason;
}

/** In words why a message was not taken. Throws what is better tried again. */
export function explainRefusal({ words }: Pick<Turn, "words">, error: unknown): Reply {
  const reason = reasonOf(error);
  if (AGAIN.includes(reason)) throw error;
  const cause = translateError(error).error.cause;
  const seconds = cause instanceof ProcodeError ? cause.details.retryAfterSeconds : undefined;
  return say([words.reasons[reason] ?? words.anyReason, ...(seconds ? [words.tryIn(seconds)] : [])].join(" "));
}
