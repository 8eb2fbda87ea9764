import type { Settings } from "../procode-options.ts";
import { beginAttempt } from "./attempt.ts";
import { createPatience } from "./patience.ts";
import { type Answered, asRecord, foreignAnswer, readRefusal } from "./read-refusal.ts";

export type Call = {
  /** As "conversations.list". */
  path: string;
  type: "query" | "mutation";
  input: unknown;
  signal?: AbortSignal | undefined;
  timeoutMs?: number | undefined;
  /** Known to be safe to repeat although its input does not say so. */
  isRepeatable?: boolean;
};

/**
 * One query or mutation over tRPC's HTTP. Repeated while its way fails, if that is safe: a query, or a mutation with a
 * `clientId`, which the server does once however often it arrives. Throws ProcodeApiError, ProcodeConnectionError, or
 * the reason of the signal.
 */
export async function callProcedure(settings: Settings, call: Call): Promise<unknown> {
  const isRepeatable =
    call.isRepeatable || call.type === "query" || typeof asRecord(call.input)["clientId"] === "string";
  const patience = createPatience(settings.retryMs);
  while (true) {
    call.signal?.throwIfAborted();
    const headers = await settings.headers();
    try {
      return await once(settings, call, headers);
    } catch (error) {
      if (!isRepeatable) throw error;
      await patience.afterFailure(error, call.signal);
    }
  }
}

async function once(settings: Settings, call: Call, headers: Record<string, string>): Promise<unknown> {
  const url = settings.addressOf(call.path);
  const isQuery = call.type === "query";
  if (isQuery && call.input !== undefined) url.searchParams.set("input", JSON.stringify(call.input));
  const init: RequestInit = isQuery
    ? { headers: { ...headers, accept: "application/json" } }
    : {
        method: "POST",
        headers: { ...headers, accept: "application/json", "content-type": "application/json" },
        ...(call.input === undefined ? {} : { body: JSON.stringify(call.input) }),
      };
  const attempt = beginAttempt(url, call.signal);
  try {
    const { text, answered } = await attempt.within(call.timeoutMs ?? settings.timeoutMs, async () => {
      const response = await settings.fetch(url, { ...init, signal: attempt.signal });
      return { text: await response.text(), answered: { url, status: response.status, headers: response.headers } };
    });
    return readResult(text, answered);
  } finally {
    attempt.close();
  }
}

function readResult(text: string, answered: Answered): unknown {
  const { result, error } = asRecord(parseJson(text));
  const isFine = answered.status >= 200 && answered.status < 300;
  if (isFine && typeof result === "object" && result !== null) return asRecord(result)["data"];
  throw readRefusal(error, answered) ?? foreignAnswer(answered);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
