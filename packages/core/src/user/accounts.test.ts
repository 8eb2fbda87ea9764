import { describe, expect, it } from "vitest";
import { createTestContext } from "../testing/index.ts";
import { authenticateSession } from "./authenticate-session.ts";
import { listSessions } from "./list-sessions.ts";
import { logIn } from "./log-in.ts";
import { logOut } from "./log-out.ts";
import { register } from "./register.ts";
import { signOutEverywhere } from "./sign-out-everywhere.ts";

const ada = { email: "ada@example.com", password: "a long password" };

describe("register", () => {
  it("answers alike, in words and in time, for a new address and a known one", async () => {
    const ctx = createTestContext();
    const timed = async (password: string) => {
      const before = ctx.clock.monotonicMs();
      return { answer: await register(ctx, { ...ada, password }), ms: ctx.clock.monotonicMs() - before };
    };
    const first = await timed(ada.password);
    const second = await timed("another password");
    expect(second).toEqual(first);
    await expect(logIn(ctx, { ...ada, password: "another password" })).rejects.toMatchObject({
      code: "UNAUTHENTICATED",
    });
    await expect(logIn(ctx, ada)).resolves.toMatchObject({ userId: expect.any(String) });
  });

  it("tells that a person registered, and writes down what happened to the account", async () => {
    const ctx = createTestContext();
    await register(ctx, ada);
    const { userId } = await logIn(ctx, ada);
    await logIn(ctx, { ...ada, password: "wrong" }).catch(() => undefined);
    const events = await ctx.store.asUser(userId, (tx) => tx.events.listAfter(0n, 10));
    expect(events[0]).toMatchObject({ type: "UserRegistered", payload: { userId }, sequence: 1n });
    const audit = [...ctx.store.tables().audit.values()];
    expect(audit.map(({ action }) => action)).toEqual(["registered", "logged-in", "login-refused"]);
    expect(JSON.stringify(audit)).not.toContain(ada.password);
  });

  it("makes one admin of fifty who register at the same moment", async () => {
    const ctx = createTestContext();
    await Promise.all(Array.from({ length: 50 }, (_, n) => register(ctx, { ...ada, email: `p${n}@example.com` })));
    const sessions = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        logIn({ ...ctx, client: { address: `10.0.0.${n}`, userAgent: "" } }, { ...ada, email: `p${n}@example.com` }),
      ),
    );
    const actors = await Promise.all(sessions.map(({ sessionId }) => authenticateSession(ctx, sessionId)));
    expect(actors.filter((actor) => actor.kind === "user" && actor.role === "admin")).toHaveLength(1);
  });

  it("stops somebody who tries addresses one after another", async () => {
    const ctx = createTestContext();
    const tries = Array.from({ length: 61 }, (_, n) => () => register(ctx, { ...ada, email: `x${n}@example.com` }));
    for (const attempt of tries.slice(0, 60)) await attempt();
    await expect(tries[60]?.()).rejects.toMatchObject({
      code: "LIMITED",
      details: { reason: "too-many-tries", retryAfterSeconds: 3_600 },
    });
  });
});

describe("logIn", () => {
  it("says the same for a wrong password and an unknown address", async () => {
    const ctx = createTestContext();
    await register(ctx, ada);
    const wrong = await logIn(ctx, { ...ada, password: "wrong" }).catch((error: unknown) => error);
    const unknown = await logIn(ctx, { ...ada, email: "nobody@example.com" }).catch((error: unknown) => error);
    expect(wrong).toMatchObject({ code: "UNAUTHENTICATED", details: { reason: "wrong-login" } });
    expect(unknown).toEqual(wrong);
  });

  it("stops guessing one account after ten tries, from wherever, and forgets the tries after the right password", async () => {
    const ctx = createTestContext();
    await register(ctx, ada);
    const guess = (n: number) =>
      logIn({ ...ctx, client: { address: `10.0.0.${n}`, userAgent: "" } }, { ...ada, password: "wrong" });
    for (let n = 0; n < 9; n++) await expect(guess(n)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    await logIn(ctx, ada);
    for (let n = 0; n < 10; n++) await expect(guess(n)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    await expect(guess(10)).rejects.toMatchObject({ code: "LIMITED" });
    await expect(logIn(ctx, ada)).rejects.toMatchObject({ code: "LIMITED" });
  });
});

describe("sessions", () => {
  it("end at once: one at log-out, all at log-out everywhere", async () => {
    const ctx = createTestContext();
    await register(ctx, ada);
    const [a, b, c] = [await logIn(ctx, ada), await logIn(ctx, ada), await logIn(ctx, ada)];
    const who = (id: string) => authenticateSession(ctx, id);
    const asA = ctx.as(await who(a.sessionId));
    expect((await listSessions(asA)).map(({ current }) => current).sort()).toEqual([false, false, true]);
    await logOut(ctx.as(await who(b.sessionId)));
    expect(await who(b.sessionId)).toEqual({ kind: "guest" });
    expect(await who(c.sessionId)).toMatchObject({ kind: "user" });
    expect(await signOutEverywhere(asA)).toEqual({ ended: 2 });
    expect(await who(a.sessionId)).toEqual({ kind: "guest" });
    expect(await who(c.sessionId)).toEqual({ kind: "guest" });
  });

  it("live on while they are used and end thirty days after they were not", async () => {
    const ctx = createTestContext();
    await register(ctx, ada);
    const { sessionId } = await logIn(ctx, ada);
    for (let day = 0; day < 60; day += 20) {
      ctx.clock.advance(20 * 86_400_000);
      expect(await authenticateSession(ctx, sessionId)).toMatchObject({ kind: "user" });
    }
    ctx.clock.advance(31 * 86_400_000);
    expect(await authenticateSession(ctx, sessionId)).toEqual({ kind: "guest" });
  });
});
