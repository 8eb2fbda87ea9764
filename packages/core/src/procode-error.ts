import type { ErrorCode, ErrorDetails } from "@procode/contracts";

/**
 * The one error that crosses a layer. `message` is for a person: what happened, what is kept, what to do.
 * Adapters translate vendor failures into it at their edge; each door translates it once to its protocol.
 */
export class ProcodeError extends Error {
  override readonly name = "ProcodeError";
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/** The same answer for what does not exist and for what belongs to somebody else. */
export function notFound(what: string): ProcodeError {
  return new ProcodeError("NOT_FOUND", `This ${what} does not exist, or it is not yours.`, { reason: "no-such-thing" });
}
