import { DEFAULT_PROACTIVE_SETTINGS, type ProactiveDecision, type ProactiveOwner } from "@procode/core";
import { describe, expect, test } from "vitest";
import type { Subject } from "../store-contract.ts";
import { newPerson } from "./actions.ts";
import {
  beginOn,
  claimed,
  claimProactive,
  NEVER_OVER,
  newProactive,
  REASONS,
  recover,
  schedule,
  stateOf,
} from "./proactive-actions.ts";
import { nextNumber, sendTo } from "./telegram/actions.ts";

const ILLEGAL = { code: "CONFLICT", details: { reason: "illegal-move" } };

export function proactiveContract(current: Subject): void {
  describe("what a person allows to be written unasked", () => {
    test("is nothing until they said so, and every change has a number of its own", async () => {
      const { store, clock } = current();
      const userId = await newPerson(current());
      expect(await store.asUser(userId, (tx) => tx.proactive.getSettings())).toEqual(DEFAULT_PROACTIVE_SETTINGS);
      const { version: _, ...wished } = {
        ...DEFAULT_PROACTIVE_SETTINGS,
        ...{ optedInAt: clock.now(), topics: { Invoices: "often" as const }, zone: "Europe/Warsaw", budgetUsd: "0.5" },
      };
      const save = () => store.asUser(userId, (tx) => tx.proactive.saveSettings(wished));
      expect(await save()).toEqual({ ...wished, version: 1 });
      expect(await save()).toEqual({ ...wished, version: 2 });
      expect(await store.asUser(userId, (tx) => tx.proactive.getSettings())).toEqual({ ...wished, version: 2 });
      const addOne = () =>
        store.asUser(userId, async (tx) => {
          const locked = await tx.proactive.lockSettings();
          await tx.proactive.saveSettings({ ...locked, caps: { ...locked.caps, perDay: locked.caps.perDay + 1 } });
        });
      await Promise.all([addOne(), addOne(), addOne()]);
      expect((await store.asUser(userId, (tx) => tx.proactive.getSettings())).caps.perDay).toBe(wished.caps.perDay + 3);
    });

    test("holds schedules of their own, and loops that are found once however often they are looked for", async () => {
      const { store, ids, clock } = current();
      const [userId, sourceId] = [await newPerson(current()), ids.next()];
      const plan = {
        id: ids.next(),
        words: "My plan",
        topic: "Plan",
        weekdays: [1, 5],
        at: "08:00",
        createdAt: clock.now(),
      };
      const loop = () => ({
        ...{
          id: ids.next(),
          kind: "promise" as const,
          words: "send it",
          topic: "Promises",
          sourceId,
          createdAt: clock.now(),
        },
        dueAt: new Date("2026-12-01T08:00:00Z"),
      });
      const [first, again] = [loop(), loop()];
      await store.asUser(userId, async (tx) => {
        await tx.proactive.appendSchedule(plan);
        await tx.proactive.appendLoops([first]);
        await tx.proactive.appendLoops([again, { ...again, id: ids.next(), kind: "reminder" }]);
      });
      const seen = await store.asUser(userId, async (tx) => ({
        plans: await tx.proactive.listSchedules(),
        loops: await tx.proactive.listLoops(NEVER_OVER),
        early: await tx.proactive.listLoops(new Date("2026-12-01T08:00:00Z")),
        closed: [
          await tx.proactive.closeLoop(first.id, clock.now(), "done"),
          await tx.proactive.closeLoop(first.id, clock.now(), "done"),
        ],
        left: (await tx.proactive.listLoops(NEVER_OVER)).map(({ kind }) => kind),
        paused: [
          await tx.proactive.pauseSchedule(plan.id, clock.now()),
          (await tx.proactive.listSchedules())[0]?.pausedAt,
          await tx.proactive.pauseSchedule(plan.id, null),
          (await tx.proactive.listSchedules())[0]?.pausedAt,
          await tx.proactive.pauseSchedule(ids.next(), null),
        ],
        removed: [await tx.proactive.removeSchedule(plan.id), await tx.proactive.removeSchedule(plan.id)],
      }));
      expect(seen).toMatchObject({
        plans: [{ ...plan, pausedAt: null }],
        paused: [true, clock.now(), true, null, false],
        early: [],
        closed: [true, false],
        left: ["reminder"],
        removed: [true, false],
      });
      expect(seen.loops[0]).toEqual(first);
      expect(seen.loops).toHaveLength(2);
    });

    test("is listed for those who opted in and were not decided about for the hour, page by page", async () => {
      const { store, ids, clock } = current();
      const hour = new Date("2026-11-24T09:00:00Z");
      const [off, on, decided] = [await newPerson(current()), await newPerson(current()), await newPerson(current())];
      const wishes = { ...DEFAULT_PROACTIVE_SETTINGS, optedInAt: clock.now() };
      for (const userId of [on, decided])
        await store.asUser(userId, async (tx) => {
          await tx.proactive.saveSettings(wishes);
          await tx.proactive.appendSchedule({
            ...{ id: ids.next(), words: "Plan", topic: "Plan", weekdays: [2], at: "09:00", createdAt: clock.now() },
          });
        });
      await store.asUser(off, (tx) => tx.proactive.saveSettings(DEFAULT_PROACTIVE_SETTINGS));
      await store.asUser(decided, (tx) => tx.proactive.decide(notSent(hour)));
      const page = (after: string | null, limit: number) =>
        store.asSystem((tx) => tx.proactive.listPeople({ hour, after, limit, near }));
      const { people, next } = await page(null, 1_000);
      expect(next).toBeNull();
      expect(people.map(({ userId }) => userId)).toContain(on);
      expect(people.map(({ userId }) => userId)).not.toContain(off);
      expect(people.map(({ userId }) => userId)).not.toContain(decided);
      expect(people.find(({ userId }) => userId === on)).toMatchObject({
        ...{ schedules: [{ weekdays: [2], at: "09:00" }], loopDueAt: null, lastSaidAt: null },
        ...{ zone: DEFAULT_PROACTIVE_SETTINGS.zone, snoozedUntil: null },
      });
      expect((await page(on, 1_000)).people).toEqual(people.slice(people.findIndex(({ userId }) => userId === on) + 1));
    });

    test("passes over who has nothing near, and goes on behind them", async () => {
      const { store, ids, clock } = current();
      const start = ids.next();
      const open = async (loopDueAt: Date | null) => {
        const userId = await newPerson(current());
        const [id, sourceId] = [ids.next(), ids.next()];
        await store.asUser(userId, async (tx) => {
          await tx.proactive.saveSettings({ ...DEFAULT_PROACTIVE_SETTINGS, optedInAt: clock.now() });
          const loop = {
            id,
            sourceId,
            kind: "promise" as const,
            words: "send it",
            topic: "Tea",
            createdAt: clock.now(),
          };
          if (loopDueAt) await tx.proactive.appendLoops([{ ...loop, dueAt: loopDueAt }]);
        });
        return userId;
      };
      const [idle, later] = [await open(null), await open(near.dueBefore)];
      const due = await open(new Date(near.dueBefore.getTime() - 1));
      const page = async (after: string, limit: number) => {
        const input = { hour: new Date("2026-11-24T09:00:00Z"), after, limit, near };
        const { people, next } = await store.asSystem((tx) => tx.proactive.listPeople(input));
        return { userIds: people.map(({ userId }) => userId), next };
      };
      expect(await page(start, 3)).toEqual({ userIds: [due], next: due });
      expect(await page(start, 4)).toEqual({ userIds: [due], next: null });
      expect((await page(start, 2)).next).toBe(later);
      expect((await page(start, 2)).userIds).not.toContain(idle);
      expect(await page(due, 4)).toEqual({ userIds: [], next: null });
    });

    test("is decided once for an hour, and the decision not to send is kept with its reasons", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      const hour = new Date("2026-11-24T10:00:00Z");
      const decide = () => store.asUser(userId, (tx) => tx.proactive.decide(notSent(hour)));
      expect((await Promise.all([decide(), decide(), decide()])).filter(Boolean)).toHaveLength(1);
      const kept = await store.asUser(userId, async (tx) => ({
        list: await tx.proactive.listDecisions(5),
        decided: [await tx.proactive.isDecided(hour), await tx.proactive.isDecided(new Date(0))],
      }));
      expect(kept).toEqual({ list: [notSent(hour)], decided: [true, false] });
    });
  });

  describe("a proactive message", () => {
    test("is one for a person and what it is for, and comes back as it was stored", async () => {
      const { store, ids } = current();
      const [userId, message] = [await newPerson(current()), newProactive(current())];
      const append = (id: string) => store.asUser(userId, (tx) => tx.proactive.append({ ...message, id }));
      expect(await append(message.id)).toBe(true);
      expect(await append(ids.next())).toBe(false);
      const other = await newPerson(current());
      expect(await store.asUser(other, (tx) => tx.proactive.append({ ...message, id: ids.next() }))).toBe(true);
      expect(await store.asUser(userId, (tx) => tx.proactive.findById(message.id))).toEqual({
        ...message,
        ...{ state: "candidate", claims: 0, attempts: 0, fence: 0, channel: null, conversationId: null },
        ...{ messageId: null, telegramMessageId: null, takenAt: null },
      });
      expect(await store.asUser(other, (tx) => tx.proactive.findById(message.id))).toBeNull();
      expect(await store.asUser(userId, (tx) => tx.proactive.listSince(message.scheduledFor))).toHaveLength(1);
      expect(await store.asUser(userId, (tx) => tx.proactive.listSince(NEVER_OVER))).toEqual([]);
    });

    test("is one for an order and its minute while it goes on, beside others of that minute and the unasked one of the hour", async () => {
      const { store, ids } = current();
      const userId = await newPerson(current());
      const [loopId, scheduleId] = [ids.next(), ids.next()];
      const base = newProactive(current());
      const minute = new Date(base.slot.getTime() + 10 * 60_000);
      const append = async (change: Partial<typeof base>) => {
        const id = ids.next();
        return (await store.asUser(userId, (tx) => tx.proactive.append({ ...base, ...change, id }))) ? id : null;
      };
      const first = await append({ slot: minute, loopId });
      expect(await append({ slot: minute, loopId })).toBeNull();
      expect(await append({ slot: minute, loopId: ids.next() })).not.toBeNull();
      const plan = { rule: "schedule" as const, facts: [{ kind: "schedule" as const, id: scheduleId, words: "Plan" }] };
      expect(await append({ slot: minute, ...plan })).not.toBeNull();
      expect(await append({ slot: minute, ...plan })).toBeNull();
      expect(await append({ rule: "promise", loopId: ids.next() })).not.toBeNull();
      expect(await append({ rule: "goal", loopId: ids.next() })).toBeNull();
      // One that went wrong makes room for another try.
      await store.asUser(userId, (tx) => tx.proactive.move(first ?? "", "cancelled", "switched off"));
      expect(await append({ slot: minute, loopId })).not.toBeNull();
    });

    test("goes to one worker of all that claim at once, in the order of its time, and not before", async () => {
      const userId = await newPerson(current());
      const due = await Promise.all(Array.from({ length: 12 }, () => schedule(current(), userId)));
      const later = await schedule(current(), userId, { scheduledFor: new Date("2099-01-01T00:00:00Z") });
      const over = await schedule(current(), userId, { expiresAt: new Date("2020-01-02T00:00:00Z") });
      const claims = await Promise.all([
        claimProactive(current()),
        claimProactive(current()),
        claimProactive(current()),
      ]);
      const mine = claims.flat().filter((owner) => owner.userId === userId);
      expect(mine.map(({ id }) => id).sort()).toEqual(due.sort());
      for (const owner of mine) expect(owner.fence).toBe(1);
      expect(await stateOf(current(), { userId, id: later })).toBe("scheduled");
      await current().store.asSystem((tx) => tx.proactive.expire(1_000, "too late"));
      expect(await stateOf(current(), { userId, id: over })).toBe("expired");
    });

    test("is claimed together with its person's others where that is asked, and nobody else's is", async () => {
      const [userId, other] = [await newPerson(current()), await newPerson(current())];
      const due = [await schedule(current(), userId), await schedule(current(), userId)];
      const theirs = await schedule(current(), other);
      const later = await schedule(current(), userId, { scheduledFor: new Date("2099-01-01T00:00:00Z") });
      const owners = await claimProactive(current(), { userId });
      expect(owners.map(({ id }) => id).sort()).toEqual(due.sort());
      expect(await claimProactive(current(), { userId })).toEqual([]);
      expect(await stateOf(current(), { userId: other, id: theirs })).toBe("scheduled");
      expect(await stateOf(current(), { userId, id: later })).toBe("scheduled");
    });

    test("keeps every move with its reason, and its attempts with the class of their error", async () => {
      const { store } = current();
      const owner = await claimed(current());
      expect(await beginOn(current(), owner)).toBe(1);
      const settle = (end: Parameters<Parameters<Parameters<typeof store.asSystem>[0]>[0]["proactive"]["settle"]>[1]) =>
        store.asSystem((tx) => tx.proactive.settle(owner, end));
      expect(await settle({ state: "failed", errorClass: "busy", reason: "429", afterSeconds: 0 })).toMatchObject({
        state: "scheduled",
      });
      expect(await settle({ state: "sent", telegramMessageId: null, reason: "late" })).toBeNull();
      const next = (await claimProactive(current())).find(({ id }) => id === owner.id);
      if (!next) throw new Error("It was not claimed again.");
      expect(next.fence).toBe(2);
      expect(await beginOn(current(), owner)).toBeNull();
      expect(await beginOn(current(), next)).toBe(2);
      const end = { state: "failed", errorClass: "refused", reason: "never", afterSeconds: null } as const;
      expect(await store.asSystem((tx) => tx.proactive.settle(next, end))).toMatchObject({ state: "dead" });
      const story = await store.asUser(owner.userId, async (tx) => ({
        moves: (await tx.proactive.listMoves(owner.id)).map(({ from, to, reason }) => `${from} ${to}: ${reason}`),
        attempts: await tx.proactive.listAttempts(owner.id),
      }));
      expect(story.moves).toEqual([
        ...["null candidate: a reminder is due", "candidate scheduled: planned", "scheduled claimed: due"],
        ...["claimed sending: goes out", "sending failed: 429", "failed scheduled: 429", "scheduled claimed: due"],
        ...["claimed sending: goes out", "sending failed: never", "failed dead: never"],
      ]);
      expect(story.attempts).toEqual([
        { attempt: 1, channel: "email", outcome: "failed", errorClass: "busy", reason: "429" },
        { attempt: 2, channel: "email", outcome: "failed", errorClass: "refused", reason: "never" },
      ]);
    });

    test("that failed is due again only after the time that was named", async () => {
      const { store, shiftLeaseTime } = current();
      const owner = await claimed(current());
      await beginOn(current(), owner);
      const end = { state: "failed", errorClass: "busy", reason: "429", afterSeconds: 40 } as const;
      await store.asSystem((tx) => tx.proactive.settle(owner, end));
      expect((await claimProactive(current())).map(({ id }) => id)).not.toContain(owner.id);
      await shiftLeaseTime(41);
      expect((await claimProactive(current())).map(({ id }) => id)).toContain(owner.id);
    });

    test("of a worker that died is claimed again, and after five of them never; what was sending is uncertain", async () => {
      const { store, shiftLeaseTime } = current();
      let owner = await claimed(current());
      const { id, userId } = owner;
      expect(await recover(current())).not.toContainEqual(expect.objectContaining({ id }));
      for (let claims = 1; claims < 5; claims++) {
        await shiftLeaseTime(31);
        expect(await recover(current())).toContainEqual({ userId, id, state: "scheduled", messageId: null });
        const next = (await claimProactive(current())).find((one) => one.id === id);
        if (!next) throw new Error("It was not claimed again.");
        expect(await beginOn(current(), owner)).toBeNull();
        owner = next;
      }
      await shiftLeaseTime(31);
      expect(await recover(current())).toContainEqual(expect.objectContaining({ id, state: "dead" }));
      const sending = await claimed(current());
      await beginOn(current(), sending);
      await shiftLeaseTime(31);
      expect((await claimProactive(current())).map((one) => one.id)).not.toContain(sending.id);
      expect(await recover(current())).toContainEqual(expect.objectContaining({ id: sending.id, state: "uncertain" }));
      const late = { state: "sent", telegramMessageId: 1, reason: "late" } as const;
      expect(await store.asSystem((tx) => tx.proactive.settle(sending, late))).toBeNull();
      expect(await store.asUser(sending.userId, (tx) => tx.proactive.listAttempts(sending.id))).toEqual([
        { attempt: 1, channel: "email", outcome: "uncertain", errorClass: "lost", reason: REASONS.uncertain },
      ]);
    });

    test("that its worker gives back is claimed by another at once, as if it had not been claimed; what was begun, or is another's, stays", async () => {
      const { store } = current();
      const release = (...owners: ProactiveOwner[]) =>
        store.asSystem((tx) => tx.proactive.release(owners, "its worker ends"));
      const find = ({ userId, id }: ProactiveOwner) => store.asUser(userId, (tx) => tx.proactive.findById(id));
      const [early, begun] = [await claimed(current()), await claimed(current())];
      await beginOn(current(), begun);
      await current().shiftLeaseTime(31);
      await recover(current());
      const again = (await claimProactive(current(), { workerId: early.workerId })).find(({ id }) => id === early.id);
      if (!again) throw new Error("It was not claimed again.");
      expect(await release(early, begun)).toBe(0);
      expect(await release(again, begun)).toBe(1);
      expect(await release(again)).toBe(0);
      expect(await find(again)).toMatchObject({ state: "scheduled", reason: "its worker ends", claims: 1, fence: 2 });
      expect(await beginOn(current(), again)).toBeNull();
      const heir = (await claimProactive(current())).find(({ id }) => id === early.id);
      expect(heir).toMatchObject({ fence: 3 });
      expect(await find(again)).toMatchObject({ state: "claimed", claims: 2 });
    });

    test("that workers ended with so often comes alone and in its turn, and what was not goes together", async () => {
      const userId = await newPerson(current());
      const at = (hour: number) => ({ scheduledFor: new Date(Date.UTC(2020, 0, 1, hour)) });
      const [first, second] = [await schedule(current(), userId, at(1)), await schedule(current(), userId, at(2))];
      const claim = async () => (await claimProactive(current(), { userId, aloneAfter: 2 })).map(({ id }) => id).sort();
      for (let death = 1; death <= 2; death++) {
        expect(await claim()).toEqual([first, second].sort());
        await current().shiftLeaseTime(31);
        await recover(current());
      }
      const fresh = [await schedule(current(), userId, at(0)), await schedule(current(), userId, at(3))];
      expect(await claim()).toEqual(fresh.sort());
      expect([await claim(), await claim(), await claim()]).toEqual([[first], [second], []]);
    });

    test("on Telegram is that queue's until it tells: it lapses never, and is sent only with Telegram's number", async () => {
      const { store, shiftLeaseTime } = current();
      const owner = await claimed(current());
      const attempt = await beginOn(current(), owner, "telegram");
      const [botId, chatId] = [nextNumber(), nextNumber()];
      const outcomes = async () =>
        (await store.asSystem((tx) => tx.proactive.listOutcomes(1_000))).filter(({ id }) => id === owner.id);
      expect(await outcomes()).toMatchObject([{ state: "lost" }]);
      await store.asUser(owner.userId, (tx) =>
        tx.telegram.queue([sendTo({ botId, chatId }, { dedupeKey: `proactive:${owner.id}:${attempt}` })]),
      );
      expect(await outcomes()).toEqual([]);
      await shiftLeaseTime(90);
      expect(await recover(current())).not.toContainEqual(expect.objectContaining({ id: owner.id }));
      await store.asSystem((tx) => tx.telegram.block({ botId, chatId }, "blocked"));
      expect(await outcomes()).toEqual([
        { ...owner, attempts: 1, state: "cancelled", telegramMessageId: null, reason: "blocked" },
      ]);
      const unnumbered = { state: "sent", telegramMessageId: null, reason: "taken" } as const;
      await expect(store.asSystem((tx) => tx.proactive.settle(owner, unnumbered))).rejects.toThrow();
      await store.asSystem((tx) => tx.proactive.settle(owner, { ...unnumbered, telegramMessageId: 7 }));
      const sent = await store.asUser(owner.userId, (tx) => tx.proactive.findById(owner.id));
      expect(sent).toMatchObject({ state: "sent", telegramMessageId: 7, takenAt: expect.any(Date) });
      await expect(
        store.asUser(owner.userId, (tx) => tx.proactive.move(owner.id, "read", "seen")),
      ).rejects.toMatchObject(ILLEGAL);
      await store.asUser(owner.userId, (tx) => tx.proactive.move(owner.id, "responded", "answered"));
    });

    test("in the web inbox arrives with its commit, is read, and is answered", async () => {
      const { store } = current();
      const owner = await claimed(current());
      await beginOn(current(), owner, "web");
      await store.asUser(owner.userId, async (tx) => {
        expect(await tx.proactive.arrive(owner, "in the inbox")).toBe(true);
        expect(await tx.proactive.arrive(owner, "in the inbox")).toBe(false);
        await tx.proactive.move(owner.id, "read", "seen");
        await tx.proactive.move(owner.id, "responded", "answered");
        const messageId = (await tx.proactive.findById(owner.id))?.messageId ?? "";
        expect(await tx.proactive.findByMessage(messageId)).toMatchObject({ id: owner.id, state: "responded" });
      });
    });

    test("that was put off by days is among what came since then", async () => {
      const { store } = current();
      const owner = await claimed(current());
      await store.asUser(owner.userId, async (tx) => {
        const slot = (await tx.proactive.findById(owner.id))?.slot ?? new Date(0);
        const until = new Date(slot.getTime() + 10 * 86_400_000);
        expect(await tx.proactive.defer(owner, until, "quiet")).toBe(true);
        expect(await tx.proactive.listSince(until)).toMatchObject([{ id: owner.id, slot }]);
        expect(await tx.proactive.listSince(new Date(until.getTime() + 1))).toEqual([]);
      });
    });

    test("is put off or held back by its worker alone, and what is open is cancelled with its reason", async () => {
      const { store } = current();
      const [owner, other] = [await claimed(current()), await claimed(current())];
      const stale = { ...owner, fence: owner.fence - 1 };
      const until = new Date("2099-01-01T00:00:00Z");
      await store.asUser(owner.userId, async (tx) => {
        expect(await tx.proactive.defer(stale, until, "quiet")).toBe(false);
        expect(await tx.proactive.suppress(stale, "cancelled", "muted")).toBe(false);
        expect(await tx.proactive.defer(owner, until, "quiet")).toBe(true);
        expect(await tx.proactive.findById(owner.id)).toMatchObject({ state: "scheduled", scheduledFor: until });
      });
      await store.asUser(other.userId, async (tx) => {
        expect(await tx.proactive.suppress(other, "cancelled", "muted")).toBe(true);
        expect(await tx.proactive.findById(other.id)).toMatchObject({ state: "cancelled", reason: "muted" });
      });
      await schedule(current(), owner.userId);
      expect(await store.asUser(owner.userId, (tx) => tx.proactive.cancelOpen("blocked"))).toBe(2);
      expect(await store.asUser(owner.userId, (tx) => tx.proactive.cancelOpen("blocked"))).toBe(0);
    });

    test("is cancelled where it could go by Telegram alone and that is gone, and waits where there is another way", async () => {
      const { store } = current();
      for (const channels of [["telegram"], ["telegram", "web"]] as const) {
        const userId = await newPerson(current());
        await store.asUser(userId, (tx) =>
          tx.proactive.saveSettings({ ...DEFAULT_PROACTIVE_SETTINGS, channels: [...channels] }),
        );
        const id = await schedule(current(), userId);
        const isAlone = channels.length === 1;
        const cancelled = await store.asSystem((tx) => tx.proactive.cancelUnreachable(userId, "blocked"));
        expect(cancelled).toBe(isAlone ? 1 : 0);
        expect(await stateOf(current(), { userId, id })).toBe(isAlone ? "cancelled" : "scheduled");
      }
    });

    test("refuses an illegal move, and one of somebody else's", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      const id = await schedule(current(), userId);
      const move = (who: string, to: "scheduled" | "read") =>
        store.asUser(who, (tx) => tx.proactive.move(id, to, "no"));
      await expect(move(userId, "read")).rejects.toMatchObject(ILLEGAL);
      await expect(move(userId, "scheduled")).rejects.toMatchObject(ILLEGAL);
      await expect(move(await newPerson(current()), "scheduled")).rejects.toMatchObject({ code: "NOT_FOUND" });
      expect(await stateOf(current(), { userId, id })).toBe("scheduled");
    });

    test("is judged once for each word, and the judgements are read from a time on", async () => {
      const { store, ids, clock } = current();
      const owner = await claimed(current());
      const say = (kind: "up" | "down") =>
        store.asUser(owner.userId, (tx) =>
          tx.proactive.appendFeedback({
            id: ids.next(),
            proactiveId: owner.id,
            topic: "Tea",
            kind,
            givenAt: clock.now(),
          }),
        );
      expect([await say("down"), await say("down"), await say("up")]).toEqual([true, false, true]);
      const since = (at: Date) => store.asUser(owner.userId, (tx) => tx.proactive.listFeedback(at));
      expect(await since(clock.now())).toHaveLength(2);
      expect(await since(NEVER_OVER)).toEqual([]);
      const takeBack = (who: string) =>
        store.asUser(who, (tx) => tx.proactive.removeFeedback({ proactiveId: owner.id, kind: "down" }));
      expect(await takeBack(await newPerson(current()))).toBe(false);
      expect([await takeBack(owner.userId), await takeBack(owner.userId)]).toEqual([true, false]);
      expect((await since(clock.now())).map(({ kind }) => kind)).toEqual(["up"]);
      expect(await say("down")).toBe(true);
    });
  });
}

const near = {
  dueBefore: new Date("2026-11-24T10:00:00Z"),
  saidSince: new Date("2026-10-24T10:00:00Z"),
  saidBefore: new Date("2026-11-21T10:00:00Z"),
};
const notSent = (hour: Date): ProactiveDecision => ({
  ...{ hour, outcome: "not-sent", reasons: [{ rule: "quiet", said: "It is night there." }], messageId: null },
  ...{ model: null, generationId: null, confidence: null, contextVersion: 3, settingsVersion: 1, decidedAt: hour },
});
