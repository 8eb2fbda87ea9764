import type { ProcodeAnswerError } from "./procode-answer-error.ts";
import type { ProcodeApiError } from "./procode-api-error.ts";
import type { ProcodeConnectionError } from "./procode-connection-error.ts";

// By name, not by class: two copies of the package in one program still know each other's errors.
const named = (error: unknown, name: string) => error instanceof Error && error.name === name;

export const isProcodeApiError = (error: unknown): error is ProcodeApiError => named(error, "ProcodeApiError");
export const isProcodeConnectionError = (error: unknown): error is ProcodeConnectionError =>
  named(error, "ProcodeConnectionError");
export const isProcodeAnswerError = (error: unknown): error is ProcodeAnswerError => named(error, "ProcodeAnswerError");
