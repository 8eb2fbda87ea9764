import type { ErrorCode, ErrorDetails } from "@procode/contracts";
import { type Context, ProcodeError } from "@procode/core";
import { TRPCError, type TRPCDefaultErrorShape } from "@trpc/server";
import { z } from "zod";

const TRPC_CODES = {
  INVALID: "BAD_REQUEST",
  UNAUTHENTICATED: "UNAUTHORIZED",
  FORBIDDEN: "FORBIDDEN",
  NOT_FOUND: "NOT_FOUND",
  CONFLICT: "CONFLICT",
  LIMITED: "TOO_MANY_REQUESTS",
  UNAVAILABLE: "SERVICE_UNAVAILABLE",
  INTERNAL: "INTERNAL_SERVER_ERROR",
} as const satisfies Record<ErrorCode, TRPCError["code"]>;

/** Any failure as tRPC's error; a ProcodeError keeps its words, bad input names its fields, all else tells nothing. */
export function translateError(cause: unknown): { error: TRPCError; reason: ErrorDetails["reason"] } {
  const known = knownError(cause);
  if (known) {
    const error = new TRPCError({ code: TRPC_CODES[known.code], message: known.message, cause: known });
    return { error, reason: known.details.reason };
  }
  if (cause instanceof TRPCError && cause.code !== "INTERNAL_SERVER_ERROR")
    return { error: cause, reason: "bad-input" };
  const error = new TRPCError({
    code: "INTERNAL_SERVER_ERROR",
    message: "Something broke on our side. What you wrote is kept; try again.",
    cause,
  });
  return { error, reason: "unexpected" };
}

type Shape = TRPCDefaultErrorShape & { data: { details: ErrorDetails } };

/** The error as a client reads it: a reason and the id to find it in the log; the stack of what nobody foresaw in development only. */
export function formatError({
  error,
  shape,
  ctx,
}: {
  error: TRPCError;
  shape: TRPCDefaultErrorShape;
  ctx: Context | undefined;
}): Shape {
  const translated = translateError(error);
  const { code, httpStatus, path } = shape.data;
  // tRPC tells of a stack in development alone, and of that of its own wrapping.
  const stack = shape.data.stack && translated.reason === "unexpected" ? rootOf(error).stack : undefined;
  const details: ErrorDetails = {
    ...(knownError(error)?.details ?? { reason: translated.reason }),
    ...(ctx ? { requestId: ctx.requestId } : {}),
  };
  return {
    ...shape,
    message: translated.error.message,
    data: { code, httpStatus, ...(path ? { path } : {}), ...(stack ? { stack } : {}), details },
  };
}

const rootOf = (error: Error): Error => (error.cause instanceof Error ? rootOf(error.cause) : error);

function knownError(cause: unknown): ProcodeError | null {
  if (cause instanceof ProcodeError) return cause;
  if (cause instanceof z.core.$ZodError) return badInput(cause);
  return cause instanceof TRPCError && cause.cause ? knownError(cause.cause) : null;
}

function badInput(error: z.core.$ZodError): ProcodeError {
  const fields = Object.fromEntries(error.issues.map((issue) => [issue.path.join("."), issue.message]));
  const [first] = error.issues;
  return new ProcodeError("INVALID", first?.message ?? "Something in this request is not as it should be.", {
    reason: "bad-input",
    fields,
  });
}
