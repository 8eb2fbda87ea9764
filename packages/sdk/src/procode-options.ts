/** How a client is made. Only `baseUrl` and, outside of PROCODE's own pages, `apiKey` are needed. */
export interface ProcodeOptions {
  /** Where PROCODE answers, as "http://localhost:3000". */
  baseUrl: string;
  /** A key "pk_…", or what fetches it; it travels in the authorization header only. */
  apiKey?: string | (() => string | Promise<string>) | undefined;
  /** More headers for every request. */
  headers?: Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>) | undefined;
  /** For one attempt of a call, and for the first byte of a stream. 30,000 when left out. */
  timeoutMs?: number | undefined;
  /** How long a call that may be repeated tries again. 30 seconds when left out; 0 tries once. */
  retry?: { forSeconds: number } | undefined;
  /** How long a stream tries to come back after a cut, counted from its last sign of life. 60 seconds when left out. */
  resume?: { forSeconds: number } | undefined;
  /** Used instead of the global one. */
  fetch?: typeof globalThis.fetch | undefined;
}

/** What every request needs to know. */
export interface Settings {
  /** The address of a procedure, as "https://…/api/trpc/chat.send". */
  addressOf(path: string): URL;
  headers(): Promise<Record<string, string>>;
  fetch: typeof globalThis.fetch;
  timeoutMs: number;
  retryMs: number;
  resumeMs: number;
}

/** Throws a TypeError on what can never work; its words never hold the key. */
export function readOptions(options: ProcodeOptions): Settings {
  const base = readBaseUrl(options.baseUrl);
  return {
    addressOf: (path) => new URL(`${base}/api/trpc/${path}`),
    async headers() {
      const { apiKey, headers } = options;
      const own = typeof headers === "function" ? await headers() : headers;
      const key = typeof apiKey === "function" ? await apiKey() : apiKey;
      return { ...own, ...(key === undefined ? {} : { authorization: `Bearer ${checkKey(key)}` }) };
    },
    // Read at every call, so that whoever replaces the global fetch later is heard; browsers want it called on its own.
    fetch: (input, init) => (options.fetch ?? globalThis.fetch)(input, init),
    timeoutMs: options.timeoutMs ?? 30_000,
    retryMs: (options.retry?.forSeconds ?? 30) * 1_000,
    resumeMs: (options.resume?.forSeconds ?? 60) * 1_000,
  };
}

function readBaseUrl(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new TypeError("baseUrl is the address of PROCODE, as http://localhost:3000.");
  if (url.username || url.password || url.search || url.hash)
    throw new TypeError("baseUrl holds the address only: no password, no query. A key goes into apiKey.");
  return url.href.replace(/\/+$/, "");
}

function checkKey(key: string): string {
  const trimmed = key.trim();
  if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
  throw new TypeError("apiKey is empty or holds characters that no key has.");
}
