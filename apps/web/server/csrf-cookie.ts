import { createHash, randomBytes } from "node:crypto";
import { readCookie } from "./session-cookie.ts";

/**
 * next-auth's own double-submit cookie, made ahead so that the login form can be posted before any script has run.
 * `setCookie` is null when the browser already holds a valid one.
 */
export function csrfCookie(cookieHeader: string | undefined, { secret, secure }: { secret: string; secure: boolean }) {
  const name = `${secure ? "__Host-" : ""}next-auth.csrf-token`;
  const sign = (token: string) => createHash("sha256").update(`${token}${secret}`).digest("hex");
  const [held, signature] = readCookie(cookieHeader, name)?.split("|") ?? [];
  if (held && signature === sign(held)) return { token: held, setCookie: null };
  const token = randomBytes(32).toString("hex");
  const value = encodeURIComponent(`${token}|${sign(token)}`);
  return { token, setCookie: `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}` };
}
