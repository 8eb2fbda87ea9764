import type { IncomingMessage } from "node:http";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Whether a request that may change something was made by our own page: browsers name their page in Origin. Programs
 * send neither Origin nor cookie; a cookie without an Origin is refused.
 */
export function isOwnOrigin(request: IncomingMessage, appUrl: URL): boolean {
  if (SAFE.has(request.method ?? "")) return true;
  const { origin, host, cookie } = request.headers;
  if (origin === undefined) return cookie === undefined;
  if (!URL.canParse(origin)) return false;
  if (origin === appUrl.origin) return true;
  // On one's own machine the same door is called localhost and 127.0.0.1.
  const url = new URL(origin);
  return url.host === host && LOOPBACK.has(url.hostname) && LOOPBACK.has(appUrl.hostname);
}
