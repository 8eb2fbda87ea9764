import { TRPCClientError } from "@trpc/client";

/** What the server said of a failure; that it could not be reached when it said nothing. */
export function wordsOf(error: unknown): string {
  const isSaid = error instanceof TRPCClientError && error.data !== undefined;
  return isSaid ? error.message : "The server could not be reached. Try it again in a moment.";
}
