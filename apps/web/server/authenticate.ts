import { type Actor, authenticateApiKey, authenticateSession, type Context } from "@procode/core";
import { type CookieOptions, createClaimReader, readSessionCookie, renewSessionCookie } from "./session-cookie.ts";

/** What a request proves with who asks. */
export type Proof = {
  cookie: string | undefined;
  authorization?: string | undefined;
  /** The header x-api-key. */
  apiKey?: string | undefined;
  /** Takes a Set-Cookie line when the cookie grows old, so that who keeps coming stays signed in. */
  renew?: (setCookie: string) => void;
};

/** The key that came with a request, right or wrong; null for a request that sent none. */
export function readApiKey({ authorization, apiKey }: Pick<Proof, "authorization" | "apiKey">): string | null {
  const [, bearer] = /^bearer\s+(.+)$/i.exec(authorization?.trim() ?? "") ?? [];
  return bearer ?? (apiKey?.trim() || null);
}

/**
 * Who asks, for every door: an API key, as a bearer token or in x-api-key, or else the signed cookie, checked against
 * its session row. A key that was sent decides alone, so that a wrong one never falls back to a browser's cookie.
 * Throws UNAUTHENTICATED for a key that is none, and LIMITED for many of them.
 */
export function createAuthenticate(cookies: CookieOptions): (guest: Context, proof: Proof) => Promise<Actor> {
  const readClaims = createClaimReader(cookies.secret);
  return async (guest, proof) => {
    const key = readApiKey(proof);
    if (key !== null) return authenticateApiKey(guest, key);
    const session = await readSessionCookie(proof.cookie, { readClaims, secure: cookies.secure }, guest.clock.now());
    if (!session) return guest.actor;
    const actor = await authenticateSession(guest, session.sessionId);
    if (actor.kind === "user" && session.isOld && proof.renew) proof.renew(await renewSessionCookie(session, cookies));
    return actor;
  };
}
