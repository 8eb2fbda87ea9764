import { createTestContext } from "@procode/core/testing";
import { logIn, register } from "@procode/core";
import { encode } from "next-auth/jwt";
import { expect, test } from "vitest";
import { createContexts } from "./create-contexts.ts";
import { createClaimReader, readSessionCookie, renewSessionCookie } from "./session-cookie.ts";

const options = { secret: "a secret that only this test knows", secure: false };
const reading = { readClaims: createClaimReader(options.secret), secure: false };
const DAY_MS = 86_400_000;
const ada = { email: "ada@example.com", password: "a long password" };

test("a renewed cookie says what the old one said", async () => {
  const session = { sessionId: "s1", userId: "u1", isOld: true };
  const line = await renewSessionCookie(session, options);
  expect(line).toMatch(/^next-auth\.session-token=[^;]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/);
  expect(await readSessionCookie(line.split(";")[0], reading, new Date())).toEqual({ ...session, isOld: false });
  const monthLater = new Date(Date.now() + 31 * DAY_MS);
  expect(await readSessionCookie(line.split(";")[0], reading, monthLater)).toBeNull();
});

test("over TLS the cookie never leaves it", async () => {
  const line = await renewSessionCookie({ sessionId: "s", userId: "u", isOld: true }, { ...options, secure: true });
  expect(line).toMatch(/^__Secure-next-auth\.session-token=.*; Secure$/);
});

test.each(["", "next-auth.session-token=forged", "other=1"])("%j is nobody", async (header) => {
  expect(await readSessionCookie(header, reading, new Date())).toBeNull();
});

test("a token of another secret is nobody", async () => {
  const token = await encode({ token: { sub: "u", sid: "s" }, secret: "somebody else's" });
  expect(await readSessionCookie(`next-auth.session-token=${token}`, reading, new Date())).toBeNull();
});

test("who comes back after a day gets the cookie anew; who was signed out elsewhere does not", async () => {
  const base = createTestContext();
  const contextOf = createContexts(base, options);
  await register(base, ada);
  const { userId, sessionId } = await logIn(base, ada);
  const line = await renewSessionCookie({ userId, sessionId, isOld: false }, options);
  const renewed: string[] = [];
  const come = () =>
    contextOf({
      cookie: line.split(";")[0],
      requestId: "r",
      address: "127.0.0.1",
      userAgent: "",
      renew: (setCookie) => renewed.push(setCookie),
    });
  // The cookie is stamped with the machine's own time, so the test's clock starts from it.
  base.clock.advance(Date.now() - base.clock.now().getTime());
  expect((await come()).actor).toMatchObject({ kind: "user", userId });
  expect(renewed).toHaveLength(0);
  base.clock.advance(2 * DAY_MS);
  await come();
  expect(renewed).toHaveLength(1);
  await base.store.asSystem((tx) => tx.accounts.revokeSession(sessionId));
  expect((await come()).actor).toEqual({ kind: "guest" });
  expect(renewed).toHaveLength(1);
});
