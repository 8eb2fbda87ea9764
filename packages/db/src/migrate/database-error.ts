import { ProcodeError } from "@procode/core";

/** A database that can be reached but is not fit for PROCODE. `message` says what to do. */
export function databaseError(message: string, cause?: unknown): ProcodeError {
  return new ProcodeError("UNAVAILABLE", message, { reason: "database-away" }, { cause });
}
