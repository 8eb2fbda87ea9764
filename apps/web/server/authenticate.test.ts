import { createApiKey, revokeApiKey } from "@procode/core";
import { createTestContext } from "@procode/core/testing";
import { encode } from "next-auth/jwt";
import { describe, expect, it } from "vitest";
import { createAuthenticate, type Proof, readApiKey } from "./authenticate.ts";

const SECRET = "a secret that only this test knows";
const NOTHING: Proof = { cookie: undefined, authorization: undefined, apiKey: undefined };

/** Ada's browser and Grace's key. */
async function twoPeople() {
  const base = createTestContext();
  const [ada, grace] = [await base.newPerson("ada@example.com"), await base.newPerson("grace@example.com")];
  const sessionId = base.ids.next();
  const expiresAt = new Date(base.clock.now().getTime() + 1e9);
  const session = { id: sessionId, userId: ada.userId, userAgent: "", address: "", expiresAt };
  await base.store.asSystem((tx) => tx.accounts.startSession(session));
  const now = Math.floor(base.clock.now().getTime() / 1_000);
  const token = await encode({ token: { sub: ada.userId, sid: sessionId, iat: now, exp: now + 1e6 }, secret: SECRET });
  const { key, id: keyId } = await createApiKey(grace, { name: "A script", scopes: ["chat"] });
  const authenticate = createAuthenticate({ secret: SECRET, secure: false });
  return {
    ...{ base, ada, grace, key, keyId, cookie: `next-auth.session-token=${token}` },
    ask: (proof: Partial<Proof>) => authenticate(base, { ...NOTHING, ...proof }),
  };
}

describe("authenticate", () => {
  it("knows a session by its cookie and a key by either header, in one function", async () => {
    const { ask, ada, grace, key, keyId, cookie } = await twoPeople();
    const actor = { kind: "apiKey", userId: grace.userId, keyId, scopes: ["chat"] };
    expect(await ask({ cookie })).toMatchObject({ kind: "user", userId: ada.userId });
    expect(await ask({ authorization: `Bearer ${key}` })).toEqual(actor);
    expect(await ask({ authorization: `bearer  ${key} ` })).toEqual(actor);
    expect(await ask({ apiKey: key })).toEqual(actor);
    expect(await ask({})).toEqual({ kind: "guest" });
  });

  it("lets a key that was sent decide alone, the right one and the wrong one", async () => {
    const { ask, grace, key, keyId, cookie } = await twoPeople();
    expect(await ask({ cookie, authorization: `Bearer ${key}` })).toMatchObject({ userId: grace.userId });
    await revokeApiKey(grace, { keyId });
    for (const proof of [
      { authorization: `Bearer ${key}` },
      { apiKey: key },
      { apiKey: "x" },
      { authorization: "Bearer x" },
    ])
      await expect(ask({ cookie, ...proof })).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("takes what a proxy in front asks a browser for as no key of ours", async () => {
    const { ask, ada, cookie } = await twoPeople();
    expect(await ask({ cookie, authorization: "Basic YTpi" })).toMatchObject({ userId: ada.userId });
    for (const authorization of ["", "Bearer", "Bearer ", "Digest a=b", "BearerX y"])
      expect(readApiKey({ authorization, apiKey: "" })).toBeNull();
  });
});
