import { expect, test } from "vitest";
import { createMemoryStore } from "./memory-store.ts";

const ACCOUNT = { email: "ada@example.com", name: "Ada", passwordHash: "hash", timeZone: null };

function memoryStore() {
  let count = 0;
  const next = () => `0190d5c0-0000-7000-8000-${String(++count).padStart(12, "0")}`;
  return { store: createMemoryStore({ clock: { now: () => new Date("2026-11-24T12:00:00Z") }, ids: { next } }), next };
}

test("a nested transaction is named instead of waiting for itself for ever", async () => {
  const { store } = memoryStore();
  await expect(store.asSystem(() => store.asSystem(async () => 1))).rejects.toThrow("inside another one");
});

test("a transaction whose refused statement was caught does not commit", async () => {
  const { store, next } = memoryStore();
  const work = store.asSystem(async (tx) => {
    const account = await tx.accounts.create({ ...ACCOUNT, id: next() });
    await tx.accounts
      .startSession({ id: next(), userId: next(), userAgent: "", address: "", expiresAt: new Date(0) })
      .catch(() => undefined);
    return account;
  });
  await expect(work).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await store.asSystem((tx) => tx.accounts.findCredentials(ACCOUNT.email))).toBeNull();
});

test("a store that is away says so, and works again when it is back", async () => {
  const { store, next } = memoryStore();
  store.setAway(true);
  await expect(store.check()).rejects.toMatchObject({ details: { reason: "database-away" } });
  store.setAway(false);
  expect(await store.asSystem((tx) => tx.accounts.create({ ...ACCOUNT, id: next() }))).toMatchObject({ role: "admin" });
});

test("a caller whose answer is lost hears that the database is away, and what it did stands", async () => {
  const { store, next } = memoryStore();
  store.loseAnswers(1);
  const lost = store.asSystem((tx) => tx.accounts.create({ ...ACCOUNT, id: next() }));
  await expect(lost).rejects.toMatchObject({ details: { reason: "database-away" } });
  expect(await store.asSystem((tx) => tx.accounts.findCredentials(ACCOUNT.email))).not.toBeNull();
});
