import type { ErrorReason } from "../procode-router.ts";
import type { ErrorCode } from "./error-code.ts";

export interface ApiErrorFacts {
  message: string;
  code: ErrorCode;
  reason: ErrorReason | "not-procode";
  status: number;
  requestId?: string | undefined;
  retryAfterSeconds?: number | undefined;
  fields?: Record<string, string> | undefined;
}

/** The server's refusal. `message` is for people; `reason` never changes its name and is for programs. */
export class ProcodeApiError extends Error {
  override readonly name = "ProcodeApiError";
  readonly code: ErrorCode;
  /** "not-procode": what answered there is not PROCODE. A newer server may name reasons that this version does not list. */
  readonly reason: ErrorReason | "not-procode";
  /** Of the HTTP response. */
  readonly status: number;
  /** The id under which the server's log holds the whole story. */
  readonly requestId: string | undefined;
  /** Stands only where waiting helps. */
  readonly retryAfterSeconds: number | undefined;
  /** For INVALID: one sentence per field, keyed by its path. */
  readonly fields: Readonly<Record<string, string>>;

  constructor(facts: ApiErrorFacts) {
    super(facts.message);
    this.code = facts.code;
    this.reason = facts.reason;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.retryAfterSeconds = facts.retryAfterSeconds;
    this.fields = facts.fields ?? {};
  }
}
