import type { AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { processDoor } from "./process-door.ts";
import { SESSION_COOKIE_SECONDS } from "./session-cookie.ts";

/** next-auth: one credentials provider, a JWT that holds nothing but the ids of the person and the session. */
export function authOptions(): AuthOptions {
  const door = processDoor();
  return {
    secret: door.secret,
    useSecureCookies: door.secureCookies,
    session: { strategy: "jwt", maxAge: SESSION_COOKIE_SECONDS },
    pages: { signIn: "/login", error: "/login" },
    providers: [
      Credentials({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(credentials, request) {
          try {
            const ctx = await door.contextOf(new Headers(request.headers as Record<string, string>));
            const { userId, sessionId } = await door.logIn(ctx, credentials);
            return { id: userId, sessionId };
          } catch (error) {
            const { reason, retryAfterSeconds } = door.reasonOf(error);
            // next-auth hands the message to /login as ?error=; it is a reason, never words.
            throw new Error(retryAfterSeconds === undefined ? reason : `${reason}.${retryAfterSeconds}`);
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user && "sessionId" in user ? { sub: user.id, sid: String(user.sessionId) } : token),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string" && token.sub) await door.logOut(token.sub, token.sid);
      },
    },
    logger: { error: () => undefined, warn: () => undefined, debug: () => undefined },
  };
}
