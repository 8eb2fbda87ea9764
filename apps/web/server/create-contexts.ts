import type { Context, Services } from "@procode/core";
import { createAuthenticate, type Proof } from "./authenticate.ts";
import type { CookieOptions } from "./session-cookie.ts";

export type RequestFacts = Proof & { requestId: string; address: string; userAgent: string };

/** Makes the context of a request. Throws UNAUTHENTICATED for an API key that is none. */
export function createContexts(services: Services, cookies: CookieOptions) {
  const authenticate = createAuthenticate(cookies);
  return async (facts: RequestFacts): Promise<Context> => {
    const guest: Context = {
      ...services,
      actor: { kind: "guest" },
      requestId: facts.requestId,
      client: { address: facts.address, userAgent: facts.userAgent.slice(0, 300) },
      log: services.log.child({ requestId: facts.requestId }),
    };
    return { ...guest, actor: await authenticate(guest, facts) };
  };
}
