import { type Clock, ProcodeError } from "@procode/core";

/** What was asked for when it failed, and so what is kept. */
export type Asked = "message" | "catalogue" | "usage";

const KEPT: Record<Asked, string> = {
  message: "Your message is kept",
  catalogue: "Models that were listed before stay listed",
  usage: "The answer is kept and its cost is asked for again",
};

/** An answer of OpenRouter with a status of 400 or more. */
export function explainStatus(status: number, headers: Headers, clock: Pick<Clock, "now">, asked: Asked): ProcodeError {
  const kept = KEPT[asked];
  const cause = new Error(`OpenRouter answered ${status}`);
  const retryAfterSeconds = readRetryAfter(headers, clock);
  const later = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  if (status === 401) {
    const message = `OpenRouter does not accept the key of this PROCODE. ${kept}; set a valid key, then ask again.`;
    return new ProcodeError("UNAVAILABLE", message, { reason: "provider-key" }, { cause });
  }
  if (status === 402) {
    const message = `The OpenRouter credit of this PROCODE is used up. ${kept}; add credit or choose a free model, then ask again.`;
    return new ProcodeError("UNAVAILABLE", message, { reason: "provider-credit" }, { cause });
  }
  if (status === 429) {
    const wait = retryAfterSeconds === undefined ? "in a moment" : `in ${retryAfterSeconds} s`;
    const message = `Too many questions reach this model now. ${kept}; ask again ${wait}, or choose another model.`;
    return new ProcodeError("LIMITED", message, { reason: "provider-busy", ...later }, { cause });
  }
  if (status >= 500) {
    const message = `The provider of this model is down (${status}). ${kept}; ask again in a moment, or choose another model.`;
    return new ProcodeError("UNAVAILABLE", message, { reason: "provider-down", ...later }, { cause });
  }
  const message = `The provider refused this (${status}). ${kept}; change the question or choose another model.`;
  return new ProcodeError("UNAVAILABLE", message, { reason: "provider-refused" }, { cause });
}

export function unreachable(error: unknown, asked: Asked): ProcodeError {
  const message = `OpenRouter cannot be reached. ${KEPT[asked]}; ask again in a moment.`;
  return new ProcodeError("UNAVAILABLE", message, { reason: "provider-down" }, { cause: new Error(codeOf(error)) });
}

export function brokeOff(error?: unknown): ProcodeError {
  if (error instanceof ProcodeError) return error;
  const message =
    "The answer stopped half way. Your message and the words so far are kept; ask again for a whole answer.";
  return new ProcodeError(
    "UNAVAILABLE",
    message,
    { reason: "provider-broke-off" },
    { cause: new Error(codeOf(error)) },
  );
}

export function stalled(afterMs: number): ProcodeError {
  const seconds = Math.max(1, Math.round(afterMs / 1000));
  const message = `No word came for ${seconds} s, so the answer was stopped. Your message and the words so far are kept; ask again.`;
  return new ProcodeError("UNAVAILABLE", message, { reason: "provider-stalled" });
}

// Vendors' errors carry the whole question, so only a code or a name of theirs goes on.
function codeOf(error: unknown): string {
  for (let at = error, depth = 0; typeof at === "object" && at !== null && depth < 5; depth += 1) {
    if ("code" in at && (typeof at.code === "string" || typeof at.code === "number"))
      return String(at.code).slice(0, 40);
    if (!("cause" in at) || at.cause === undefined) return at instanceof Error ? at.name : "an error object";
    at = at.cause;
  }
  return "ended without a finish";
}

/** Whole seconds from `Retry-After` (seconds or a date) or `X-RateLimit-Reset` (milliseconds since 1970). */
function readRetryAfter(headers: Headers, clock: Pick<Clock, "now">): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (value !== undefined && /^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value));
  const until = value === undefined ? Number(headers.get("x-ratelimit-reset") ?? Number.NaN) : Date.parse(value);
  return Number.isFinite(until) && until > 0
    ? Math.max(0, Math.ceil((until - clock.now().getTime()) / 1000))
    : undefined;
}
