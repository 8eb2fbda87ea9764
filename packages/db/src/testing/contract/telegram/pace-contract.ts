import { TELEGRAM_PACE, type TelegramOwner } from "@procode/core";
import { describe, expect, test } from "vitest";
import type { StoreUnderTest, Subject } from "../../store-contract.ts";
import { begin, claim, finishUpdate, newWorker, nextNumber, nextWork, ownedChat, sendTo, updateOf } from "./actions.ts";

const { botTokens, chatTokens } = TELEGRAM_PACE;

/** Chats of one bot, each with one message that is next. */
async function chatsWithSends(subject: StoreUnderTest, count: number, isProactive: boolean, botId = nextNumber()) {
  const { store } = subject;
  const updates = Array.from({ length: count }, () => updateOf(nextNumber()));
  await store.asSystem((tx) => tx.telegram.receive(botId, updates));
  const owners = await claim(subject, botId, await newWorker(subject));
  const sends: { owner: TelegramOwner; id: number }[] = [];
  for (const owner of owners) {
    const updateId = updates.find(({ chatId }) => chatId === owner.chatId)?.updateId ?? 0;
    await finishUpdate(subject, { ...owner, updateId }, null, [sendTo(owner, { isProactive })]);
    const work = await nextWork(subject, owner);
    if (work?.kind !== "send") throw new Error(`Next is ${work?.kind}, not a send.`);
    sends.push({ owner, id: work.send.id });
  }
  return { botId, sends };
}

/** How fast a bot may write, whichever of its processes does. */
export function telegramPaceContract(current: Subject): void {
  const beginOne = ({ owner, id }: { owner: TelegramOwner; id: number }) =>
    current().store.asSystem((tx) => tx.telegram.beginSend(owner, id));
  const settle = ({ owner, id }: { owner: TelegramOwner; id: number }) =>
    current().store.asSystem((tx) => tx.telegram.settleSend(owner, id, { state: "sent", telegramMessageId: 1 }));

  describe("the pace of a bot", () => {
    test("has thirty tokens for all processes at once: one that was answered comes back a second later, others do not", async () => {
      const { shiftLeaseTime } = current();
      const { sends } = await chatsWithSends(current(), botTokens + 4, false);
      const begun = await Promise.all(sends.map(beginOne));
      const of = (kind: string) => sends.filter((_, index) => begun[index]?.kind === kind);
      expect([of("begun").length, of("wait").length]).toEqual([botTokens, 4]);
      const [answered] = of("begun");
      const [first, second] = of("wait");
      if (!answered || !first || !second) throw new Error("There are too few.");
      await settle(answered);
      const wait = await beginOne(first);
      if (wait.kind !== "wait") throw new Error(`It was ${wait.kind}.`);
      expect(wait.of).toBe("bot");
      expect(wait.seconds).toBeLessThanOrEqual(1);
      await shiftLeaseTime(1);
      expect(await beginOne(first)).toEqual({ kind: "begun", chatWasQuiet: true });
      expect(await beginOne(second)).toMatchObject({ kind: "wait", of: "bot" });
      // Those of processes that died come back as well.
      await shiftLeaseTime(TELEGRAM_PACE.mostInFlightSeconds + 1);
      expect(await beginOne(second)).toMatchObject({ kind: "begun" });
    });

    test("is shared by replies and proactive messages, and the latter wait a moment at most while tokens are free", async () => {
      const { shiftLeaseTime } = current();
      const { sends: news, botId } = await chatsWithSends(current(), 9, true);
      const { sends: replies } = await chatsWithSends(current(), botTokens, false, botId);
      const last = news.pop();
      if (!last) throw new Error("There are too few.");
      const begun = [];
      for (const send of news) begun.push(await beginOne(send));
      for (const one of begun.slice(0, 4)) expect(one.kind).toBe("begun");
      for (const one of begun) if (one.kind === "wait") expect([one.of, one.seconds < 0.2]).toEqual(["bot", true]);
      const waiting: typeof replies = [];
      for (const send of replies) if ((await beginOne(send)).kind === "wait") waiting.push(send);
      const taken = begun.filter(({ kind }) => kind === "begun").length;
      expect(waiting).toHaveLength(taken);
      expect(await beginOne(last)).toMatchObject({ kind: "wait", of: "bot" });
      await shiftLeaseTime(TELEGRAM_PACE.mostInFlightSeconds + 2);
      for (const send of waiting) expect(await beginOne(send)).toMatchObject({ kind: "begun" });
      await shiftLeaseTime(1);
      expect(await beginOne(last)).toMatchObject({ kind: "begun" });
    });

    test("lets a burst into one chat and then one a second, counted from Telegram's answer", async () => {
      const { shiftLeaseTime } = current();
      const owner = await ownedChat(current());
      await finishUpdate(
        current(),
        owner,
        null,
        Array.from({ length: chatTokens + 2 }, () => sendTo(owner)),
      );
      for (let sent = 0; sent < chatTokens; sent++) await settle({ owner, id: (await begin(current(), owner)).id });
      const wait = await nextWork(current(), owner);
      expect(wait?.kind === "wait" && wait.seconds > 0.5 && wait.seconds <= 1).toBe(true);
      await shiftLeaseTime(1);
      await settle({ owner, id: (await begin(current(), owner)).id });
      expect(await nextWork(current(), owner)).toMatchObject({ kind: "wait" });
    });

    test("J8: is not held up by a database whose clock was set back an hour", async () => {
      const { shiftLeaseTime } = current();
      const { sends } = await chatsWithSends(current(), botTokens + 2, false);
      for (const send of sends.slice(0, botTokens)) await beginOne(send);
      const last = sends.at(-1);
      if (!last) throw new Error("There are too few.");
      expect(await beginOne(last)).toMatchObject({ kind: "wait" });
      await shiftLeaseTime(-3_600);
      try {
        expect(await beginOne(last)).toMatchObject({ kind: "begun" });
      } finally {
        await shiftLeaseTime(3_600);
      }
    });

    test("is nothing at all while the bot is held: each of its chats waits, and no proactive chat is given out", async () => {
      const { store, shiftLeaseTime } = current();
      const { sends, botId } = await chatsWithSends(current(), 2, true);
      const [one, other] = sends;
      if (!one || !other) throw new Error("There are too few.");
      expect(await beginOne(one)).toMatchObject({ kind: "begun" });
      await store.asSystem((tx) => tx.telegram.holdBot(botId, 35));
      await store.asSystem((tx) => tx.telegram.holdBot(botId, 1));
      const wait = await beginOne(other);
      expect(wait.kind === "wait" && wait.seconds > 30).toBe(true);
      expect(await nextWork(current(), other.owner)).toMatchObject({ kind: "wait" });
      expect(await store.asSystem((tx) => tx.telegram.heldSeconds(other.owner))).toBeGreaterThan(30);
      await store.asSystem((tx) => tx.generations.leave(other.owner.workerId));
      const workerId = await newWorker(current(), 60);
      const claimOf = async (kind: "replies" | "proactive") => {
        const { owners } = await store.asSystem((tx) =>
          tx.telegram.claimChats({ botId, workerId, kind, limit: 9, lostReason: "lost" }),
        );
        return owners.map(({ chatId }) => chatId);
      };
      expect([await claimOf("replies"), await claimOf("proactive")]).toEqual([[], []]);
      await shiftLeaseTime(36);
      expect(await store.asSystem((tx) => tx.telegram.heldSeconds(other.owner))).toBe(0);
      const { chatId } = other.owner;
      await store.asSystem((tx) => tx.telegram.receive(botId, [updateOf(chatId)]));
      expect(await claimOf("replies")).toEqual([chatId]);
      expect(await claimOf("proactive")).toEqual([one.owner.chatId]);
    });

    test("remembers whether another chat is put off at the same time", async () => {
      const { store, shiftLeaseTime } = current();
      const botId = nextNumber();
      const note = (chatId: number) => store.asSystem((tx) => tx.telegram.noteRefusal({ botId, chatId }, 30));
      expect([await note(1), await note(1), await note(2)]).toEqual([false, false, true]);
      await shiftLeaseTime(31);
      expect(await note(1)).toBe(false);
    });
  });
}
