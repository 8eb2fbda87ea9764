import type { ErrorDetails, ErrorReason } from "@procode/contracts";
import { TRPCClientError } from "@trpc/client";

export type CallFailure = { reason: ErrorReason | "no-connection"; message: string; requestId?: string | undefined };

/** Why a call failed, as the server said; `no-connection` when it said nothing. */
export function callFailure(error: unknown): CallFailure {
  const message = error instanceof Error ? error.message : "Something went wrong.";
  if (!(error instanceof TRPCClientError)) return { reason: "no-connection", message };
  const details = detailsOf(error.data);
  if (!details) return { reason: "no-connection", message };
  return { reason: details.reason, message, requestId: details.requestId };
}

function detailsOf(data: unknown): ErrorDetails | null {
  if (typeof data !== "object" || data === null || !("details" in data)) return null;
  const { details } = data;
  return typeof details === "object" && details !== null && "reason" in details ? (details as ErrorDetails) : null;
}
