import { decode } from "next-auth/jwt";

export const SESSION_COOKIE_SECONDS = 30 * 86_400;

/** The session id in next-auth's cookie, or null when there is none or it was not signed by us. */
export async function readSessionId(
  cookieHeader: string | undefined,
  options: { secret: string; secure: boolean },
): Promise<string | null> {
  const token = readCookie(cookieHeader, `${options.secure ? "__Secure-" : ""}next-auth.session-token`);
  if (!token) return null;
  try {
    const claims = await decode({ token, secret: options.secret });
    return typeof claims?.sid === "string" ? claims.sid : null;
  } catch {
    // A foreign, old or broken token is nobody's; there is nothing to tell apart.
    return null;
  }
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
