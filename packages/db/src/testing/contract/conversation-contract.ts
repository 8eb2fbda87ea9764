import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Subject } from "../store-contract.ts";
import { newConversation, newPerson } from "./actions.ts";

export function conversationContract(current: Subject): void {
  describe("conversations", () => {
    const titles = async (userId: string, input: { archived?: boolean; query?: string } = {}) => {
      const page = await current().store.asUser(userId, (tx) =>
        tx.conversations.list({ archived: false, limit: 100, ...input }),
      );
      return page.conversations.map(({ title }) => title);
    };

    test("are listed pinned first, then by what happened last", async () => {
      const { store, clock } = current();
      const userId = await newPerson(current());
      const ids: Record<string, string> = {};
      for (const title of ["one", "two", "three"]) {
        ids[title] = await newConversation(current(), userId, title);
        clock.advance(1_000);
      }
      const update = (
        title: string,
        change: Parameters<Parameters<Parameters<typeof store.asUser>[1]>[0]["conversations"]["update"]>[1],
      ) => store.asUser(userId, (tx) => tx.conversations.update(ids[title] ?? "", change));
      expect(await titles(userId)).toEqual(["three", "two", "one"]);
      await update("one", { activeAt: clock.now() });
      await update("two", { pinnedAt: clock.now() });
      expect(await titles(userId)).toEqual(["two", "one", "three"]);
      await update("one", { archivedAt: clock.now() });
      await update("three", { removedAt: clock.now() });
      expect(await titles(userId)).toEqual(["two"]);
      expect(await titles(userId, { archived: true })).toEqual(["one"]);
      expect(await store.asUser(userId, (tx) => tx.conversations.findById(ids["three"] ?? ""))).toMatchObject({
        title: "three",
        removedAt: clock.now(),
      });
    });

    test("are found by all the words of a title, in any case, with no sign that means more than itself", async () => {
      const userId = await newPerson(current());
      for (const title of ["Green tea in Kyōto", "Tea for two", "100% wool_socks"])
        await newConversation(current(), userId, title);
      expect(await titles(userId, { query: "TEA kyōto" })).toEqual(["Green tea in Kyōto"]);
      expect(await titles(userId, { query: "0% " })).toEqual(["100% wool_socks"]);
      expect(await titles(userId, { query: "a_b" })).toEqual([]);
    });

    test("remember each channel once and what changed", async () => {
      const { store, ids } = current();
      const userId = await newPerson(current());
      const id = await newConversation(current(), userId);
      for (const channel of ["telegram", "web", "telegram"] as const) {
        expect(
          await store.asUser(userId, (tx) =>
            tx.conversations.update(id, { channel, title: "New", titledBy: "person", model: "a/b" }),
          ),
        ).toBe(true);
      }
      expect(await store.asUser(userId, (tx) => tx.conversations.findById(id))).toMatchObject({
        ...{
          channels: ["web", "telegram"],
          title: "New",
          titledBy: "person",
          model: "a/b",
          costUsd: "0",
          activeLeafId: null,
        },
      });
      expect(await store.asUser(userId, (tx) => tx.conversations.update(ids.next(), { title: "None" }))).toBe(false);
    });

    test("of another person can neither be seen nor changed", async () => {
      const { store } = current();
      const [owner, other] = [await newPerson(current()), await newPerson(current())];
      const id = await newConversation(current(), owner, "Mine");
      expect(await store.asUser(other, (tx) => tx.conversations.findById(id))).toBeNull();
      expect(await store.asUser(other, (tx) => tx.conversations.update(id, { title: "Theirs" }))).toBe(false);
      expect(await titles(other)).toEqual([]);
      expect(await titles(owner)).toEqual(["Mine"]);
    });

    test("the newest is the one with the latest activity, pinned or not, but never an archived or removed one", async () => {
      const { store, clock } = current();
      const [userId, other] = [await newPerson(current()), await newPerson(current())];
      const newest = async (whose = userId) =>
        (await store.asUser(whose, (tx) => tx.conversations.findNewest()))?.title ?? null;
      expect(await newest()).toBeNull();
      const ids: string[] = [];
      for (const title of ["Pinned", "Plain", "Archived", "Removed"]) {
        clock.advance(1_000);
        ids.push(await newConversation(current(), userId, title));
      }
      const [pinned = "", , archived = "", removed = ""] = ids;
      const change = (id: string, fields: { pinnedAt?: Date; archivedAt?: Date; removedAt?: Date; activeAt?: Date }) =>
        store.asUser(userId, (tx) => tx.conversations.update(id, fields));
      await change(pinned, { pinnedAt: clock.now() });
      await change(archived, { archivedAt: clock.now() });
      await change(removed, { removedAt: clock.now() });
      expect(await newest()).toBe("Plain");
      clock.advance(1_000);
      await change(pinned, { activeAt: clock.now() });
      expect(await newest()).toBe("Pinned");
      expect(await newest(other)).toBeNull();
    });

    test("the last written is the one with the person's newest message, whatever came to others since, but never an archived or removed one", async () => {
      const { store, clock, ids } = current();
      const [userId, other] = [await newPerson(current()), await newPerson(current())];
      const written = async (whose = userId) =>
        (await store.asUser(whose, (tx) => tx.conversations.findLastWritten()))?.title ?? null;
      const conversations: string[] = [];
      for (const title of ["First", "Second", "Told"])
        conversations.push(await newConversation(current(), userId, title));
      const [first = "", second = "", told = ""] = conversations;
      expect(await written()).toBeNull();
      const saidAt = () => store.asUser(userId, (tx) => tx.messages.findLastSaidAt());
      expect(await saidAt()).toBeNull();
      const append = async (conversationId: string, role: "user" | "assistant") => {
        clock.advance(1_000);
        const [id, at] = [ids.next(), clock.now()];
        await store.asUser(userId, async (tx) => {
          await tx.messages.append({
            ...{ id, conversationId, parentId: null, clientId: null, generationId: null, role, at },
            ...{ status: "complete", channel: "web", text: "Hello" },
          });
          await tx.conversations.update(conversationId, { activeLeafId: id, activeAt: at });
        });
      };
      await append(first, "user");
      await append(second, "user");
      await append(told, "assistant");
      expect(await written()).toBe("Second");
      await append(first, "user");
      expect(await written()).toBe("First");
      await store.asUser(userId, (tx) => tx.conversations.update(first, { archivedAt: clock.now() }));
      expect(await written()).toBe("Second");
      await store.asUser(userId, (tx) => tx.conversations.update(second, { removedAt: clock.now() }));
      expect(await written()).toBeNull();
      expect(await written(other)).toBeNull();
    });

    test("a broken cursor is bad input", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      for (const cursor of [
        "",
        "x",
        Buffer.from("[0,1]").toString("base64url"),
        Buffer.from('[0,1,"\'; --"]').toString("base64url"),
      ]) {
        await expect(
          store.asUser(userId, (tx) => tx.conversations.list({ archived: false, cursor, limit: 5 })),
        ).rejects.toMatchObject({ code: "INVALID" });
      }
    });

    test("pages never repeat or skip one, whatever is added meanwhile", async () => {
      const step = fc.record({ limit: fc.integer({ min: 1, max: 5 }), added: fc.integer({ min: 0, max: 2 }) });
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 15 }),
          fc.integer({ min: 0, max: 3 }),
          fc.array(step, { minLength: 16, maxLength: 16 }),
          async (count, pinned, steps) => {
            const { store, clock } = current();
            const userId = await newPerson(current());
            const before: string[] = [];
            for (let index = 0; index < count; index++) {
              if (index % 3 === 0) clock.advance(1_000);
              const id = await newConversation(current(), userId);
              before.push(id);
              if (index < pinned)
                await store.asUser(userId, (tx) => tx.conversations.update(id, { pinnedAt: clock.now() }));
            }
            clock.advance(1_000);
            const seen: string[] = [];
            let cursor: string | undefined;
            for (const { limit, added } of steps) {
              const page = await store.asUser(userId, (tx) =>
                tx.conversations.list({ archived: false, limit, ...(cursor ? { cursor } : {}) }),
              );
              expect(page.conversations.length).toBeLessThanOrEqual(limit);
              seen.push(...page.conversations.map(({ id }) => id));
              if (page.nextCursor === null) break;
              cursor = page.nextCursor;
              for (let index = 0; index < added; index++) await newConversation(current(), userId);
            }
            const old = seen.filter((id) => before.includes(id));
            expect(new Set(seen).size).toBe(seen.length);
            expect(new Set(old)).toEqual(new Set(before));
          },
        ),
        { numRuns: 15 },
      );
    });
  });
}
