import type { NewStoredKey } from "@procode/core";
import { describe, expect, test } from "vitest";
import type { Subject } from "../store-contract.ts";
import { newPerson } from "./actions.ts";

export function apiKeyContract(current: Subject): void {
  describe("API keys", () => {
    const keyOf = (change: Partial<NewStoredKey> = {}): NewStoredKey => {
      const id = current().ids.next();
      return {
        id,
        name: "A key",
        hint: "pk_abcd…",
        keyHash: `hash of ${id}`,
        scopes: ["chat"],
        expiresAt: null,
        ...change,
      };
    };
    const append = (userId: string, key: NewStoredKey) =>
      current().store.asUser(userId, (tx) => tx.apiKeys.append(key));
    const list = (userId: string) => current().store.asUser(userId, (tx) => tx.apiKeys.list());
    const find = (keyHash: string, at = current().clock.now()) =>
      current().store.lookUp((tx) => tx.apiKeys.findActive(keyHash, at));

    test("are listed newest first, as they were made, and never with their hash", async () => {
      const { clock } = current();
      const userId = await newPerson(current());
      const [older, newer] = [keyOf(), keyOf({ name: "Newer", scopes: ["read", "manage"] })];
      const made = await append(userId, older);
      clock.advance(1_000);
      await append(userId, newer);
      const { keyHash: _, ...listed } = older;
      expect(made).toEqual({ ...listed, createdAt: expect.any(Date), lastUsedAt: null });
      expect(await list(userId)).toEqual([
        expect.objectContaining({ id: newer.id, name: "Newer", scopes: ["read", "manage"], createdAt: clock.now() }),
        made,
      ]);
    });

    test("are found by their hash until they expire", async () => {
      const { clock, ids } = current();
      const userId = await newPerson(current());
      const expiresAt = new Date(clock.now().getTime() + 60_000);
      const key = keyOf({ scopes: ["read", "chat"], expiresAt });
      await append(userId, key);
      expect(await find(key.keyHash)).toEqual({ keyId: key.id, userId, scopes: ["read", "chat"], lastUsedAt: null });
      expect(await find(key.keyHash, new Date(expiresAt.getTime() - 1))).not.toBeNull();
      expect(await find(key.keyHash, expiresAt)).toBeNull();
      expect(await find(ids.next())).toBeNull();
      expect(await list(userId)).toMatchObject([{ id: key.id, expiresAt }]);
    });

    test("end at once when they are revoked, once, and by their own person only", async () => {
      const { store } = current();
      const [owner, other] = [await newPerson(current()), await newPerson(current())];
      const key = keyOf();
      await append(owner, key);
      const revoke = (userId: string) => store.asUser(userId, (tx) => tx.apiKeys.revoke(key.id));
      expect(await revoke(other)).toBe(false);
      expect(await list(other)).toEqual([]);
      expect(await find(key.keyHash)).not.toBeNull();
      expect(await revoke(owner)).toBe(true);
      expect(await find(key.keyHash)).toBeNull();
      expect(await list(owner)).toEqual([]);
      expect(await revoke(owner)).toBe(false);
    });

    test("remember their last use, and never an earlier one after it", async () => {
      const { store, clock } = current();
      const userId = await newPerson(current());
      const key = keyOf();
      await append(userId, key);
      const mark = (at: Date) => store.asSystem((tx) => tx.apiKeys.markUsed(userId, key.id, at));
      const later = new Date(clock.now().getTime() + 60_000);
      await mark(later);
      await mark(clock.now());
      expect(await list(userId)).toMatchObject([{ lastUsedAt: later }]);
      expect(await find(key.keyHash)).toMatchObject({ lastUsedAt: later });
    });

    test("have a hash that exists once, whoever made it", async () => {
      const [one, two] = [await newPerson(current()), await newPerson(current())];
      const key = keyOf();
      await append(one, key);
      await expect(append(two, keyOf({ keyHash: key.keyHash }))).rejects.toMatchObject({ code: "CONFLICT" });
      await expect(append(current().ids.next(), keyOf())).rejects.toMatchObject({ code: "NOT_FOUND" });
    });
  });
}
