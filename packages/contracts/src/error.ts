import { z } from "zod";

/** The eight codes that every door translates to its own protocol. */
export const ErrorCode = z.enum([
  "INVALID",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "NOT_FOUND",
  "CONFLICT",
  "LIMITED",
  "UNAVAILABLE",
  "INTERNAL",
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** Stable machine-readable reasons. Add to them freely; never rename one. */
export const ErrorReason = z.enum([
  "bad-input",
  "too-large",
  "not-signed-in",
  "wrong-login",
  "not-allowed",
  "no-such-thing",
  "already-exists",
  "too-many-tries",
  "too-many-answers",
  "too-many-keys",
  "key-lacks-scope",
  "not-supported",
  "link-over",
  "chat-connected",
  "telegram-away",
  "email-away",
  "email-not-confirmed",
  "queue-full",
  "illegal-move",
  "unknown-model",
  "does-not-fit",
  "database-away",
  "provider-key",
  "provider-credit",
  "provider-busy",
  "provider-down",
  "provider-refused",
  "provider-broke-off",
  "provider-stalled",
  "owner-died",
  "unexpected",
]);
export type ErrorReason = z.infer<typeof ErrorReason>;

/** What every door adds to an error. `retryAfterSeconds` stands only where waiting helps. */
export const ErrorDetails = z.object({
  reason: ErrorReason,
  retryAfterSeconds: z.number().int().nonnegative().optional(),
  /** The id under which the log holds the whole story. */
  requestId: z.string().optional(),
  /** For INVALID: one sentence per field, keyed by its path. */
  fields: z.record(z.string(), z.string()).optional(),
});
export type ErrorDetails = z.infer<typeof ErrorDetails>;
