import { authenticateSession, type Context, type Services } from "@procode/core";
import { type CookieOptions, createClaimReader, readSessionCookie, renewSessionCookie } from "./session-cookie.ts";

export type RequestFacts = {
  cookie: string | undefined;
  requestId: string;
  address: string;
  userAgent: string;
  /** Takes a Set-Cookie line when the cookie grows old, so that who keeps coming stays signed in. */
  renew?: (setCookie: string) => void;
};

/** Makes the context of a request: who asks is read from the signed cookie and checked against its session row. */
export function createContexts(services: Services, cookies: CookieOptions) {
  const readClaims = createClaimReader(cookies.secret);
  return async (facts: RequestFacts): Promise<Context> => {
    const guest: Context = {
      ...services,
      actor: { kind: "guest" },
      requestId: facts.requestId,
      client: { address: facts.address, userAgent: facts.userAgent.slice(0, 300) },
      log: services.log.child({ requestId: facts.requestId }),
    };
    const session = await readSessionCookie(facts.cookie, { readClaims, secure: cookies.secure }, services.clock.now());
    if (!session) return guest;
    const actor = await authenticateSession(guest, session.sessionId);
    if (actor.kind === "user" && session.isOld && facts.renew) facts.renew(await renewSessionCookie(session, cookies));
    return { ...guest, actor };
  };
}
