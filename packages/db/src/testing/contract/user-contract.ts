import { Profile } from "@procode/contracts";
import { describe, expect, test } from "vitest";
import type { Subject } from "../store-contract.ts";
import { newPerson } from "./actions.ts";

export function userContract(current: Subject): void {
  describe("a person's own row", () => {
    test("settings begin with what PROCODE chooses and change one by one", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      expect(await store.asUser(userId, (tx) => tx.users.getSettings())).toEqual({
        theme: "system",
        density: "comfortable",
        preferredModel: null,
      });
      const changed = await store.asUser(userId, (tx) =>
        tx.users.updateSettings({ theme: "dark", preferredModel: "a/b" }),
      );
      expect(changed).toEqual({ theme: "dark", density: "comfortable", preferredModel: "a/b" });
      await store.asUser(userId, (tx) => tx.users.updateAccount({ name: "Grace" }));
      expect(await store.asUser(userId, (tx) => tx.users.getAccount())).toMatchObject({
        id: userId,
        name: "Grace",
        role: "user",
        settings: changed,
      });
    });

    test("a context is empty at version 0, and is kept whole", async () => {
      const { store, clock } = current();
      const userId = await newPerson(current());
      expect(await store.asUser(userId, (tx) => tx.users.getContext())).toEqual({
        profile: Profile.parse({}),
        version: 0,
        updatedAt: null,
      });
      const profile = Profile.parse({ name: "Ada", goals: "Ein Ziel: naïve 𝒳 👩‍🚀" });
      const saved = await store.asUser(userId, (tx) => tx.users.saveContext(profile));
      expect(saved).toEqual({ profile, version: 1, updatedAt: clock.now() });
      expect(await store.asUser(userId, (tx) => tx.users.getContext())).toEqual(saved);
      const beside = (version: number) => store.asUser(userId, (tx) => tx.users.findContextBeside(version));
      expect(await beside(1)).toBeNull();
      expect(await beside(0)).toMatchObject({ version: 1 });
    });

    test("context versions never repeat, whoever writes at the same moment, and no change is lost", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      const saved = await Promise.all(
        Array.from({ length: 20 }, () =>
          store.asUser(userId, async (tx) => {
            const { profile } = await tx.users.lockContext();
            return tx.users.saveContext({ ...profile, goals: `${profile.goals}x` });
          }),
        ),
      );
      expect(saved.map(({ version }) => version).sort((a, b) => a - b)).toEqual(
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
      expect((await store.asUser(userId, (tx) => tx.users.getContext())).profile.goals).toBe("x".repeat(20));
    });

    test("somebody who does not exist has no account", async () => {
      const { store, ids } = current();
      await expect(store.asUser(ids.next(), (tx) => tx.users.getAccount())).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
      await expect(store.asUser(ids.next(), (tx) => tx.users.saveContext(Profile.parse({})))).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    });
  });
}
