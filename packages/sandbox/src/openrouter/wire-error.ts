/** An error as OpenRouter writes it; `status` is also the HTTP status. */
export type WireError = {
  status: number;
  message: string;
  metadata?: Record<string, unknown>;
  retryAfterSeconds?: number;
};

export class Refusal extends Error {
  readonly wire: WireError;
  constructor(wire: WireError) {
    super(wire.message);
    this.wire = wire;
  }
}

export function errorBody({ status, message, metadata }: WireError): string {
  return JSON.stringify({ error: { message, code: status, ...(metadata && { metadata }) }, user_id: "user_sandbox" });
}

/** What OpenRouter says with this status when a call of `model` at `provider` goes wrong. */
export function scriptedError(status: number, model: string, provider: string, retryAfterSeconds?: number): WireError {
  const upstream = (raw: string) => ({ raw, provider_name: provider, is_byok: false });
  const known: Record<number, Omit<WireError, "status">> = {
    400: { message: "Provider returned error", metadata: upstream("The request was not understood.") },
    401: { message: "User not found." },
    402: { message: "Insufficient credits. Add more using https://openrouter.ai/settings/credits" },
    403: {
      message: "The input was flagged by moderation.",
      metadata: { reasons: ["sandbox"], flagged_input: "…", provider_name: provider, model_slug: model },
    },
    404: { message: `No endpoints found for ${model}.` },
    408: { message: "The request timed out." },
    429: {
      message: "Provider returned error",
      metadata: upstream(`${model} is temporarily rate-limited upstream. Please retry shortly.`),
    },
    500: { message: "Internal Server Error" },
    502: { message: "Provider returned error", metadata: upstream("Bad gateway") },
    503: { message: "There is no available model provider that meets your routing requirements." },
  };
  return {
    status,
    ...(known[status] ?? { message: "Provider returned error", metadata: upstream(`HTTP ${status}`) }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}
