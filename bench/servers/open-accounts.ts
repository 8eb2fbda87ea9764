import pLimit from "p-limit";

const AT_ONCE = 4;
const PASSWORD = "a long bench password";

/** Registers accounts and logs each in through the door; returns their Cookie headers. Each comes from an address of its own. */
export async function openAccounts(url: string, count: number): Promise<string[]> {
  const limit = pLimit(AT_ONCE);
  const run = Date.now().toString(36);
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      limit(() => openAccount(url, `bench-${run}-${index}@example.com`, `10.77.${index >> 8}.${(index & 255) + 1}`)),
    ),
  );
}

async function openAccount(url: string, email: string, address: string): Promise<string> {
  const cookies = new Map<string, string>();
  const ask = async (path: string, init: RequestInit = {}) => {
    const cookie = cookieHeader(cookies);
    const headers = {
      origin: url,
      "x-forwarded-for": address,
      ...(cookie && { cookie }),
      ...(init.headers as Record<string, string> | undefined),
    };
    const response = await fetch(`${url}${path}`, { redirect: "manual", ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";", 1);
      const at = pair.indexOf("=");
      cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const text = await response.text();
    if (response.status >= 400) throw new Error(`${path} answered ${response.status}: ${text.slice(0, 300)}`);
    return text;
  };
  const account = JSON.stringify({ email, password: PASSWORD });
  await ask("/api/trpc/account.register", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: account,
  });
  const { csrfToken }: { csrfToken: string } = JSON.parse(await ask("/api/auth/csrf"));
  await ask("/api/auth/callback/credentials", {
    method: "POST",
    body: new URLSearchParams({ email, password: PASSWORD, csrfToken, json: "true" }),
  });
  if (![...cookies.keys()].some((name) => name.endsWith("session-token")))
    throw new Error(`${email} could not log in.`);
  return cookieHeader(cookies);
}

function cookieHeader(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}
