export type ErrorParameters = { retry_after?: number };

/** An answer that is not ok, in Telegram's words; `code` is also the HTTP status. */
export class TelegramError extends Error {
  readonly code: number;
  readonly parameters: ErrorParameters | undefined;
  constructor(code: number, description: string, parameters?: ErrorParameters) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

export function badRequest(what: string): TelegramError {
  return new TelegramError(400, `Bad Request: ${what}`);
}

export function tooManyRequests(retryAfterSeconds: number): TelegramError {
  return new TelegramError(429, `Too Many Requests: retry after ${retryAfterSeconds}`, {
    retry_after: retryAfterSeconds,
  });
}

export function errorBody({ code, message, parameters }: TelegramError): string {
  return JSON.stringify({ ok: false, error_code: code, description: message, ...(parameters && { parameters }) });
}
