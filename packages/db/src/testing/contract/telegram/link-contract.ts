import { describe, expect, test } from "vitest";
import type { Subject } from "../../store-contract.ts";
import { newConversation, newPerson } from "../actions.ts";
import { nextNumber } from "./actions.ts";

export function telegramLinkContract(current: Subject): void {
  const newLink = async (userId: string, botId = 1) => {
    const { store, ids, clock } = current();
    const link = {
      ...{ id: ids.next(), botId, tokenHash: `hash ${nextNumber()}`, createdAt: clock.now() },
      expiresAt: new Date(clock.now().getTime() + 600_000),
    };
    await store.asUser(userId, (tx) => tx.telegram.appendLink(link));
    return link;
  };
  const person = { telegramUserId: 5_000_000_001, username: "ada", name: "Ada", languageCode: "pl" };
  const open = (userId: string, id: string, now = current().clock.now()) =>
    current().store.asSystem((tx) => tx.telegram.openLink({ userId, id, now }, { chatId: 7, person }));
  const newest = (userId: string) => current().store.asUser(userId, (tx) => tx.telegram.findNewestLink());

  describe("links to Telegram", () => {
    test("are found by the hash of their token, opened once and in time, and closed by their maker", async () => {
      const { store, clock } = current();
      const userId = await newPerson(current());
      const { tokenHash, ...link } = await newLink(userId);
      const waiting = { ...link, userId, state: "waiting", openedAt: null, chatId: null, openedBy: null };
      expect(await store.lookUp((tx) => tx.telegram.findLink(tokenHash))).toEqual(waiting);
      expect(await store.lookUp((tx) => tx.telegram.findLink("no such hash"))).toBeNull();
      expect(await open(userId, link.id, link.expiresAt)).toBe(false);
      expect((await Promise.all([open(userId, link.id), open(userId, link.id)])).sort()).toEqual([false, true]);
      const opened = { ...waiting, state: "opened", openedAt: clock.now(), chatId: 7, openedBy: person };
      expect(await newest(userId)).toEqual(opened);
      expect(await store.asUser(userId, (tx) => tx.telegram.lockLink(link.id))).toEqual(opened);
      const stranger = await newPerson(current());
      expect(await store.asUser(stranger, (tx) => tx.telegram.lockLink(link.id))).toBeNull();
      await store.asUser(userId, (tx) => tx.telegram.closeLink(link.id, "refused"));
      expect(await newest(userId)).toMatchObject({ state: "refused", openedBy: person });
    });

    test("leave a chat nobody's until one is confirmed, which waits for who looks", async () => {
      const { store, clock } = current();
      const userId = await newPerson(current());
      const [chatId, botId] = [nextNumber(), nextNumber()];
      const link = await newLink(userId, botId);
      await store.asSystem((tx) => tx.telegram.openLink({ userId, id: link.id, now: clock.now() }, { chatId, person }));
      const looks = () => store.asSystem((tx) => tx.telegram.lockConnected({ botId, chatId }));
      expect(await looks()).toBe(false);
      await store.asUser(userId, async (tx) => {
        await tx.telegram.lockLink(link.id);
        const connection = { botId, chatId, person, conversationId: null, showReceipt: true, connectedAt: clock.now() };
        await tx.telegram.connect(connection);
        await tx.telegram.closeLink(link.id, "connected");
      });
      expect(await looks()).toBe(true);
    });

    test("give way to the newest, also when two are made at once", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      const first = await newLink(userId);
      await open(userId, first.id);
      const made = await Promise.all([newLink(userId), newLink(userId), newLink(userId)]);
      const links = await Promise.all(
        [first, ...made].map(({ id }) => store.asUser(userId, (tx) => tx.telegram.lockLink(id))),
      );
      expect(links.map((link) => link?.state).sort()).toEqual(["replaced", "replaced", "replaced", "waiting"]);
      expect(await open(userId, first.id)).toBe(false);
    });

    test("of nobody are refused, and so is a token that was made twice", async () => {
      const { store, ids } = current();
      await expect(newLink(ids.next())).rejects.toMatchObject({ code: "NOT_FOUND" });
      const userId = await newPerson(current());
      const link = await newLink(userId);
      const twin = { ...link, id: ids.next() };
      await expect(store.asUser(userId, (tx) => tx.telegram.appendLink(twin))).rejects.toMatchObject({
        code: "CONFLICT",
      });
    });
  });

  describe("a connected chat", () => {
    const connect = (userId: string, chatId: number) => {
      const { store, clock } = current();
      return store.asUser(userId, (tx) =>
        tx.telegram.connect({
          ...{ botId: 1, chatId, person, conversationId: null, showReceipt: true, connectedAt: clock.now() },
        }),
      );
    };

    test("belongs to one person, and a person has one", async () => {
      const { store, clock } = current();
      const people = [await newPerson(current()), await newPerson(current())];
      const chatId = nextNumber();
      const taken = await Promise.all(people.map((userId) => connect(userId, chatId)));
      expect(taken.toSorted()).toEqual([false, true]);
      const [owner = "", other = ""] = taken[0] ? people : people.toReversed();
      expect(await connect(owner, nextNumber())).toBe(false);
      const stored = {
        ...{ userId: owner, botId: 1, chatId, person, state: "active", reason: null, conversationId: null },
        ...{ showReceipt: true, connectedAt: clock.now() },
      };
      expect(await store.lookUp((tx) => tx.telegram.findConnection({ botId: 1, chatId }))).toEqual(stored);
      expect(await store.lookUp((tx) => tx.telegram.findConnection({ botId: 2, chatId }))).toBeNull();
      expect(await store.asUser(owner, (tx) => tx.telegram.findConnection())).toEqual(stored);
      expect(await store.asUser(other, (tx) => tx.telegram.findConnection())).toBeNull();
    });

    test("changes in what is named, and only when there is one", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      const update = (
        change: Parameters<Parameters<Parameters<typeof store.asUser>[1]>[0]["telegram"]["updateConnection"]>[0],
      ) => store.asUser(userId, (tx) => tx.telegram.updateConnection(change));
      expect(await update({ showReceipt: false })).toBe(false);
      await connect(userId, nextNumber());
      const conversationId = await newConversation(current(), userId);
      expect(await update({})).toBe(true);
      expect(await update({ conversationId })).toBe(true);
      expect(await update({ showReceipt: false, state: "blocked", reason: "why" })).toBe(true);
      expect(await store.asUser(userId, (tx) => tx.telegram.findConnection())).toMatchObject({
        ...{ conversationId, showReceipt: false, state: "blocked", reason: "why" },
      });
      await update({ conversationId: null, languageCode: "pt-br" });
      expect(await store.asUser(userId, (tx) => tx.telegram.findConnection())).toMatchObject({
        ...{ conversationId: null, person: { ...person, languageCode: "pt-br" } },
      });
    });
  });

  test("the bot that told itself last is the one that links lead to, and each is known by its id", async () => {
    const { store, shiftLeaseTime } = current();
    const userId = await newPerson(current());
    const bots = [1, 2].map((number) => ({
      ...{ botId: nextNumber(), username: `bot${number}`, name: "PROCODE", openUrl: `https://t.me/bot${number}` },
    }));
    const [first, second] = bots;
    if (!first || !second) throw new Error("No bots.");
    for (const bot of [first, second]) {
      await store.asSystem((tx) => tx.telegram.announce(bot));
      await shiftLeaseTime(1);
    }
    expect(await store.asUser(userId, (tx) => tx.telegram.findBot())).toEqual(second);
    expect(await store.asUser(userId, (tx) => tx.telegram.findBot(first.botId))).toEqual(first);
    expect(await store.asUser(userId, (tx) => tx.telegram.findBot(nextNumber()))).toBeNull();
    await store.asSystem((tx) => tx.telegram.announce({ ...first, name: "Renamed" }));
    expect(await store.asUser(userId, (tx) => tx.telegram.findBot())).toEqual({ ...first, name: "Renamed" });
  });
}
