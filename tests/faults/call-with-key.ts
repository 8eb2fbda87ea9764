export type Reply =
  | { kind: "data"; data: unknown }
  | { kind: "refused"; status: number; reason: string; retryAfter: string | null }
  /** Nobody answered, or the line broke before the answer. */
  | { kind: "no-answer"; why: string };

/** One tRPC call as a program makes it, with its key, on a connection that may serve the next one. */
export async function callWithKey(
  url: string,
  key: string,
  { path, input, isMutation = false }: { path: string; input: unknown; isMutation?: boolean },
): Promise<Reply> {
  const query = isMutation ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  try {
    const response = await fetch(`${url}/api/trpc/${path}${query}`, {
      method: isMutation ? "POST" : "GET",
      headers: { "x-api-key": key, "content-type": "application/json" },
      ...(isMutation ? { body: JSON.stringify(input) } : {}),
      // As long as a client takes silence for patience.
      signal: AbortSignal.timeout(15_000),
    });
    const body = (await response.json()) as {
      result?: { data: unknown };
      error?: { data?: { details?: { reason?: string } } };
    };
    if (response.ok && body.result) return { kind: "data", data: body.result.data };
    return {
      kind: "refused",
      status: response.status,
      reason: body.error?.data?.details?.reason ?? "none",
      retryAfter: response.headers.get("retry-after"),
    };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { kind: "no-answer", why: cause instanceof Error ? `${cause.name} ${cause.message}` : String(cause) };
  }
}
