import { LRUCache } from "lru-cache";
import { decode, encode, type JWT } from "next-auth/jwt";

export const SESSION_COOKIE_SECONDS = 30 * 86_400;
// Once a day is enough to keep a cookie alive that lasts thirty.
const RENEW_AFTER_SECONDS = 86_400;

export type CookieOptions = { secret: string; secure: boolean };
export type SessionCookie = { sessionId: string; userId: string; isOld: boolean };

const nameOf = (secure: boolean) => `${secure ? "__Secure-" : ""}next-auth.session-token`;

export type ClaimReader = (token: string) => Promise<JWT | null>;

// What a token says never changes, and opening one costs as much as ten statements. Its session row is read each time.
const MOST_KNOWN = 20_000;

/** Opens tokens signed with our secret, each once; throws for all others. */
export function createClaimReader(secret: string): ClaimReader {
  const known = new LRUCache<string, JWT>({ max: MOST_KNOWN });
  return async (token) => {
    const before = known.get(token);
    if (before) return before;
    const claims = await decode({ token, secret });
    if (claims) known.set(token, claims);
    return claims;
  };
}

/** What stands in next-auth's cookie, or null when there is none or it was not signed by us. */
export async function readSessionCookie(
  cookieHeader: string | undefined,
  { readClaims, secure }: { readClaims: ClaimReader; secure: boolean },
  now: Date,
): Promise<SessionCookie | null> {
  const token = readCookie(cookieHeader, nameOf(secure));
  if (!token) return null;
  try {
    const claims = await readClaims(token);
    if (Number(claims?.exp ?? 0) * 1_000 <= now.getTime()) return null;
    if (typeof claims?.sid !== "string" || typeof claims.sub !== "string") return null;
    const age = now.getTime() / 1_000 - (typeof claims.iat === "number" ? claims.iat : 0);
    return { sessionId: claims.sid, userId: claims.sub, isOld: age > RENEW_AFTER_SECONDS };
  } catch {
    // A foreign, old or broken token is nobody's; there is nothing to tell apart.
    return null;
  }
}

/** The same cookie for thirty days more, as a Set-Cookie line. */
export async function renewSessionCookie(
  { sessionId, userId }: SessionCookie,
  { secret, secure }: CookieOptions,
): Promise<string> {
  const token = await encode({ token: { sub: userId, sid: sessionId }, secret, maxAge: SESSION_COOKIE_SECONDS });
  const attributes = `Path=/; Max-Age=${SESSION_COOKIE_SECONDS}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  return `${nameOf(secure)}=${token}; ${attributes}`;
}

/** One cookie of a Cookie header. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const pair of header?.split(";") ?? []) {
    const at = pair.indexOf("=");
    if (pair.slice(0, at).trim() === name) return decoded(pair.slice(at + 1).trim());
  }
  return null;
}

// A cookie that is not well encoded was not set by us.
function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
