import { illegalMove, ProcodeError } from "@procode/core";

/** What the driver threw, as the error of a port. ProcodeErrors pass through. */
export function mapError(error: unknown): ProcodeError {
  if (error instanceof ProcodeError) return error;
  const code = codeOf(error);
  if (code === "23505")
    return new ProcodeError("CONFLICT", "This exists already.", { reason: "already-exists" }, { cause: error });
  if (code === "23503") {
    return new ProcodeError(
      "NOT_FOUND",
      "What this belongs to does not exist, or it is not yours.",
      { reason: "no-such-thing" },
      { cause: error },
    );
  }
  // Raised by the trigger that holds the moves of proactive messages.
  if (code === "PC001") return illegalMove(error);
  if (isTransient(error)) {
    return new ProcodeError(
      "CONFLICT",
      "Something else changed this at the same moment. Nothing was stored; try again.",
      { reason: "unexpected", retryAfterSeconds: 1 },
      { cause: error },
    );
  }
  if (code === "53100") {
    return new ProcodeError(
      "UNAVAILABLE",
      "The database's disk is full, so nothing new can be stored. What is there is kept.",
      { reason: "database-away", retryAfterSeconds: 60 },
      { cause: error },
    );
  }
  if (AWAY_CODES.has(code) || code.startsWith("08") || AWAY_MESSAGE.test(messageOf(error))) return databaseAway(error);
  return new ProcodeError(
    "INTERNAL",
    "Something went wrong in PROCODE's memory. Nothing was half written.",
    { reason: "unexpected" },
    { cause: error },
  );
}

export const databaseAway = (cause: unknown): ProcodeError =>
  new ProcodeError(
    "UNAVAILABLE",
    "PROCODE can not reach its database. What you wrote is kept here; try again in a moment.",
    { reason: "database-away", retryAfterSeconds: 5 },
    { cause },
  );

/** A transaction that PostgreSQL ended for the sake of another one; run again, it succeeds. */
export const isTransient = (error: unknown): boolean => ["40001", "40P01"].includes(codeOf(error));

/** Whether the connection that threw it may be used again. */
export const isBrokenConnection = (error: unknown): boolean =>
  mapError(error).details.reason === "database-away" && codeOf(error) !== "53100";

const AWAY_CODES = new Set([
  ...["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EPIPE", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"],
  // shut down, starting up, too many connections, cancelled by a time-out, wrong login, no such database
  ...["57P01", "57P02", "57P03", "53300", "57014", "25P03", "55P03", "28P01", "28000", "3D000"],
]);
const AWAY_MESSAGE =
  /connection terminated|connection timeout|timeout exceeded when trying to connect|query read timeout|not queryable|connection ended unexpectedly|client was closed/i;

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
