import { codeOfStatus } from "../errors/error-code.ts";
import { ProcodeApiError } from "../errors/procode-api-error.ts";
import type { ErrorReason } from "../procode-router.ts";

/** Where a refusal came from. */
export type Answered = { url: URL; status: number; headers: Headers };

/** tRPC's error as PROCODE writes it: `{ message, data: { httpStatus, details: { reason, … } } }`; null for anything else. */
export function readRefusal(body: unknown, { status, headers }: Answered): ProcodeApiError | null {
  const { message, data } = asRecord(body);
  const { httpStatus, details } = asRecord(data);
  const { reason, requestId, retryAfterSeconds, fields } = asRecord(details);
  if (typeof message !== "string" || typeof reason !== "string") return null;
  // A stream has answered 200 long before it fails.
  const told = typeof httpStatus === "number" ? httpStatus : status;
  return new ProcodeApiError({
    message,
    code: codeOfStatus(told),
    reason: reason as ErrorReason,
    status: told,
    requestId: typeof requestId === "string" ? requestId : (headers.get("x-request-id") ?? undefined),
    retryAfterSeconds: typeof retryAfterSeconds === "number" ? retryAfterSeconds : readRetryAfter(headers),
    fields: fields === undefined ? undefined : (asRecord(fields) as Record<string, string>),
  });
}

/** An answer in nobody's words: a gateway's page, or another program at this address. */
export function foreignAnswer({ url, status, headers }: Answered): ProcodeApiError {
  const code = codeOfStatus(status);
  const isAway = code === "UNAVAILABLE" || code === "LIMITED";
  return new ProcodeApiError({
    message: isAway
      ? `Something before PROCODE answered ${status}. Try again in a moment.`
      : `What answered at ${url.origin} (${status}) is not PROCODE. Check baseUrl.`,
    code,
    reason: "not-procode",
    status,
    requestId: headers.get("x-request-id") ?? undefined,
    retryAfterSeconds: readRetryAfter(headers),
  });
}

/** Seconds, or a date, which is measured by the server's own clock. */
function readRetryAfter(headers: Headers): number | undefined {
  const value = headers.get("retry-after")?.trim();
  if (!value) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const seconds = (Date.parse(value) - Date.parse(headers.get("date") ?? "")) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds));
}

export function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
