import { describe, expect, test } from "vitest";
import type { Subject } from "../store-contract.ts";
import { newAccount, newPerson } from "./actions.ts";

export function accountContract(current: Subject): void {
  describe("accounts", () => {
    // First of all, while there is no account yet.
    test("of fifty that register at the same moment, exactly one becomes admin", async () => {
      const { store, ids } = current();
      const made = await Promise.all(
        Array.from({ length: 50 }, () => store.asSystem((tx) => tx.accounts.create(newAccount(ids.next())))),
      );
      expect(made.filter((account) => account?.role === "admin")).toHaveLength(1);
      expect(made.filter((account) => account?.role === "user")).toHaveLength(49);
    });

    test("an address is taken once, also when two take it at the same moment", async () => {
      const { store, ids } = current();
      const email = `${ids.next()}@example.com`;
      const made = await Promise.all(
        [1, 2, 3].map(() => store.asSystem((tx) => tx.accounts.create(newAccount(ids.next(), email)))),
      );
      expect(made.filter((account) => account !== null)).toHaveLength(1);
      const winner = made.find((account) => account !== null);
      expect(await store.asSystem((tx) => tx.accounts.findCredentials(email))).toEqual({
        userId: winner?.userId,
        passwordHash: "$argon2id$test",
      });
    });

    test("a link confirms its address once, until it is over or another one takes its place, whoever comes at the same moment", async () => {
      const { store, clock, ids } = current();
      const [userId, other] = [await newPerson(current()), await newPerson(current())];
      const createdAt = clock.now();
      const expiresAt = new Date(createdAt.getTime() + 60_000);
      const [first, second] = [ids.next(), ids.next()];
      const save = (tokenHash: string) =>
        store.asUser(userId, (tx) => tx.users.saveEmailConfirmation({ tokenHash, createdAt, expiresAt }));
      const confirm = (tokenHash: string, at = createdAt) =>
        store.asSystem((tx) => tx.accounts.confirmEmail(tokenHash, at));
      const isConfirmed = (id: string) => store.asUser(id, (tx) => tx.users.isEmailConfirmed());
      await save(first);
      await save(second);
      expect(await confirm(first)).toBeNull();
      expect(await confirm(second, expiresAt)).toBeNull();
      expect(await isConfirmed(userId)).toBe(false);
      const answers = await Promise.all([1, 2, 3].map(() => confirm(second, new Date(expiresAt.getTime() - 1))));
      expect(answers.filter((answer) => answer !== null)).toEqual([userId]);
      expect([await isConfirmed(userId), await isConfirmed(other)]).toEqual([true, false]);
      expect((await store.asUser(userId, (tx) => tx.users.getAccount())).emailConfirmedAt).toEqual(
        new Date(expiresAt.getTime() - 1),
      );
    });

    test("a session lives until its end, its revocation, or for ever unknown", async () => {
      const { store, clock, ids } = current();
      const userId = await newPerson(current());
      const [first, second] = [ids.next(), ids.next()];
      const expiresAt = new Date(clock.now().getTime() + 60_000);
      for (const id of [first, second]) {
        await store.asSystem((tx) =>
          tx.accounts.startSession({ id, userId, userAgent: "test", address: "127.0.0.1", expiresAt }),
        );
      }
      const find = async (id: string, at: Date) =>
        (await store.asSystem((tx) => tx.accounts.findActiveSessions([id], at))).get(id) ?? null;
      const living = { userId, role: "user", lastSeenAt: clock.now(), expiresAt };
      expect(await find(first, clock.now())).toEqual(living);
      expect(await Promise.all([first, ids.next(), second, "no id"].map(store.findSession))).toEqual([
        living,
        null,
        living,
        null,
      ]);
      expect(await find(first, expiresAt)).toBeNull();
      expect(await find(ids.next(), clock.now())).toBeNull();
      await store.asSystem((tx) => tx.accounts.revokeSession(first));
      expect(await find(first, clock.now())).toBeNull();
      expect(await Promise.all([first, second].map(store.findSession))).toEqual([null, living]);
      const later = new Date(expiresAt.getTime() + 60_000);
      await store.asSystem((tx) => tx.accounts.touchSession(second, expiresAt, later));
      expect(await find(second, expiresAt)).toMatchObject({ lastSeenAt: expiresAt, expiresAt: later });
    });

    test("a session that was revoked is not brought back by a late touch", async () => {
      const { store, clock, ids } = current();
      const userId = await newPerson(current());
      const id = ids.next();
      const expiresAt = new Date(clock.now().getTime() + 60_000);
      await store.asSystem((tx) => tx.accounts.startSession({ id, userId, userAgent: "", address: "", expiresAt }));
      expect(await store.asUser(userId, (tx) => tx.sessions.list())).toMatchObject([{ id }]);
      expect(await store.asUser(userId, (tx) => tx.sessions.revokeAll())).toEqual([id]);
      await store.asSystem((tx) => tx.accounts.touchSession(id, clock.now(), expiresAt));
      expect(await store.findSession(id)).toBeNull();
      expect(await store.asUser(userId, (tx) => tx.sessions.list())).toEqual([]);
      expect(await store.asUser(userId, (tx) => tx.sessions.revoke(id))).toBe(false);
    });

    test("nobody revokes another person's session", async () => {
      const { store, clock, ids } = current();
      const [owner, other] = [await newPerson(current()), await newPerson(current())];
      const id = ids.next();
      await store.asSystem((tx) =>
        tx.accounts.startSession({
          id,
          userId: owner,
          userAgent: "",
          address: "",
          expiresAt: new Date(clock.now().getTime() + 1_000),
        }),
      );
      expect(await store.asUser(other, (tx) => tx.sessions.revoke(id))).toBe(false);
      expect(await store.asUser(owner, (tx) => tx.sessions.revoke(id))).toBe(true);
    });

    test("what happened to an account can be noted, with and without a person", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      await store.asSystem((tx) =>
        tx.accounts.appendAudit({ userId: null, action: "login-failed", address: "127.0.0.1", details: {} }),
      );
      await store.asUser(userId, (tx) =>
        tx.audit.append({ action: "signed-out-everywhere", details: { sessions: "2" } }),
      );
    });
  });
}
