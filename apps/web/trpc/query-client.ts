import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";

const STALE_MS = 30_000;
/** Codes that the same question answers the same way again. */
const FINAL = new Set(["BAD_REQUEST", "UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND", "CONFLICT", "PAYLOAD_TOO_LARGE"]);

export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: { staleTime: STALE_MS, retry: (failures, error) => failures < 2 && !isFinal(error) },
    },
  });
}

/** Asking again would bring the same answer. */
export function isFinal(error: Error): boolean {
  return FINAL.has(trpcCode(error) ?? "");
}

/** The session was ended, here or elsewhere: back to the door, and afterwards to this page. */
function leaveWhenSignedOut(error: Error): void {
  if (trpcCode(error) !== "UNAUTHORIZED" || typeof window === "undefined") return;
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/login?callbackUrl=${encodeURIComponent(here)}${window.location.hash}`);
}

function trpcCode(error: Error): string | undefined {
  if (!(error instanceof TRPCClientError)) return undefined;
  const data: unknown = error.data;
  return typeof data === "object" && data !== null && "code" in data && typeof data.code === "string"
    ? data.code
    : undefined;
}
