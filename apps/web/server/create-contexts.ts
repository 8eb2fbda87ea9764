import { authenticateSession, type Context, type Services } from "@procode/core";
import { readSessionId } from "./session-cookie.ts";

export type RequestFacts = { cookie: string | undefined; requestId: string; address: string; userAgent: string };

/** Makes the context of a request: who asks is read from the signed cookie and checked against its session row. */
export function createContexts(services: Services, cookies: { secret: string; secure: boolean }) {
  return async (facts: RequestFacts): Promise<Context> => {
    const guest: Context = {
      ...services,
      actor: { kind: "guest" },
      requestId: facts.requestId,
      client: { address: facts.address, userAgent: facts.userAgent.slice(0, 300) },
      log: services.log.child({ requestId: facts.requestId }),
    };
    const sessionId = await readSessionId(facts.cookie, cookies);
    return sessionId ? { ...guest, actor: await authenticateSession(guest, sessionId) } : guest;
  };
}
