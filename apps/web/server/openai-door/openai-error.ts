import { ProcodeError } from "@procode/core";

/** A request that OpenAI's API would refuse with a `param`. */
export class RequestError extends Error {
  override readonly name = "RequestError";
  readonly param: string | null;
  readonly code: string | null;

  constructor(message: string, param: string | null, code: string | null = null) {
    super(message);
    this.param = param;
    this.code = code;
  }
}

export type OpenAiError = {
  status: number;
  headers: Record<string, string>;
  body: { error: { message: string; type: string; param: string | null; code: string | null } };
};

type Told = { status: number; type: string; code?: string; param?: string; message?: string; final?: boolean };

const INVALID = "invalid_request_error";
const SERVER = "server_error";

const BY_CODE: Record<ProcodeError["code"], Told> = {
  INVALID: { status: 400, type: INVALID },
  UNAUTHENTICATED: { status: 401, type: INVALID, code: "invalid_api_key" },
  FORBIDDEN: { status: 403, type: "permission_error" },
  NOT_FOUND: { status: 404, type: INVALID },
  CONFLICT: { status: 409, type: INVALID },
  LIMITED: { status: 429, type: "rate_limit_error", code: "rate_limit_exceeded" },
  UNAVAILABLE: { status: 503, type: SERVER },
  INTERNAL: { status: 500, type: SERVER, code: "internal_error" },
};

// Where our own words speak of a message that is kept, which a completion is not. `final`: asking again is no use.
const BY_REASON: Partial<Record<ProcodeError["details"]["reason"], Told>> = {
  "unknown-model": {
    ...{ status: 404, type: INVALID, code: "model_not_found", param: "model" },
    message:
      "There is no such model. GET /api/v1/models lists those that there are; leave it out for PROCODE's choice.",
  },
  "too-large": { status: 413, type: INVALID },
  "does-not-fit": {
    ...{ status: 400, type: INVALID, code: "context_length_exceeded", param: "messages" },
    message: "These messages are longer than this model reads. Send fewer, or choose a model that reads more.",
  },
  "provider-busy": {
    ...{ status: 429, type: "rate_limit_error", code: "rate_limit_exceeded" },
    message: "Too many questions reach this model now. Ask again in a moment, or choose another model.",
  },
  "provider-key": {
    ...{ status: 503, type: SERVER, final: true },
    message: "The provider does not accept the key of this PROCODE. Whoever runs it must set a valid one.",
  },
  "provider-credit": {
    ...{ status: 503, type: SERVER, final: true },
    message: "The provider's credit of this PROCODE is used up. Choose a free model, or ask whoever runs it.",
  },
  "provider-down": {
    ...{ status: 503, type: SERVER },
    message: "The provider of this model is down. Ask again in a moment, or choose another model.",
  },
  "provider-refused": {
    ...{ status: 400, type: INVALID },
    message: "The provider refused this request. Change it, or choose another model.",
  },
  "provider-broke-off": {
    ...{ status: 502, type: SERVER },
    message: "The answer stopped half way. Ask again for a whole one.",
  },
  "provider-stalled": {
    ...{ status: 504, type: SERVER },
    message: "No word came for too long, so the answer was stopped. Ask again for a whole one.",
  },
};

/** Any failure in OpenAI's words; what was not foreseen tells nothing. */
export function translateOpenAiError(error: unknown): OpenAiError {
  if (error instanceof RequestError) return told({ status: 400, type: INVALID }, error);
  if (!(error instanceof ProcodeError)) {
    const message = "Something broke on our side. Ask again.";
    return told(BY_CODE.INTERNAL, { message, param: null, code: null });
  }
  const { reason, retryAfterSeconds } = error.details;
  const known = BY_REASON[reason] ?? BY_CODE[error.code];
  return told(
    known,
    {
      message: known.message ?? error.message,
      param: known.param ?? null,
      code: known.code ?? reason.replaceAll("-", "_"),
    },
    retryAfterSeconds,
  );
}

function told(
  { status, type, final }: Told,
  { message, param, code }: { message: string; param: string | null; code: string | null },
  retryAfterSeconds?: number,
): OpenAiError {
  return {
    status,
    headers: {
      ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
      // OpenAI's own clients heed it, and do not ask twice for what stays refused.
      ...(final ? { "x-should-retry": "false" } : {}),
      ...(status === 401 ? { "www-authenticate": "Bearer" } : {}),
    },
    body: { error: { message, type, param, code } },
  };
}
