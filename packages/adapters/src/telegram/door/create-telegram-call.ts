import type { Clock, Log } from "@procode/core";
import type { ApiMethods } from "grammy/types";
import { createExchange } from "./create-exchange.ts";
import { type Answer, readAnswer } from "./read-answer.ts";

export type TelegramCallOptions = {
  token: string;
  /** `https://api.telegram.org`, or where a sandbox answers. */
  apiRoot: string;
  clock: Pick<Clock, "monotonicMs">;
  log: Log;
  /** How long a request may take. 15,000 when left out; a poll waits longer, a draft less. */
  requestMs?: number;
};

/** What a method of the Bot API takes. */
export type Payload<Method extends keyof ApiMethods> =
  Parameters<ApiMethods[Method]> extends [] ? Record<string, never> : NonNullable<Parameters<ApiMethods[Method]>[0]>;

/** One request, never repeated. No answer holds the token. */
export type TelegramCall = <Method extends keyof ApiMethods>(
  method: Method,
  payload: Payload<Method>,
  limits?: { timeoutMs?: number; signal?: AbortSignal },
) => Promise<Answer>;

export function createTelegramCall(options: TelegramCallOptions): TelegramCall {
  const { token, apiRoot, clock, log, requestMs = 15_000 } = options;
  const exchange = createExchange(apiRoot);
  const path = `/bot${encodeURIComponent(token).replaceAll("%3A", ":")}/`;
  const hide = (words: string) => words.replaceAll(token, "[hidden]");

  return async (method, payload, { timeoutMs = requestMs, signal } = {}) => {
    const startedAt = clock.monotonicMs();
    const answer = readAnswer(await exchange(path + method, JSON.stringify(payload), { timeoutMs, signal }));
    if (answer.kind === "ok" || signal?.aborted) return answer;
    const took = Math.round(clock.monotonicMs() - startedAt);
    // Telegram's words may quote a person's, so only their code is written down.
    const why = answer.kind === "error" ? { code: answer.code } : { reason: answer.reason };
    log.warn("a call of Telegram failed", { method, kind: answer.kind, ...why, tookMs: took });
    return answer.kind === "error" ? { ...answer, description: hide(answer.description) } : answer;
  };
}
