import { OUTDATED, type Outdated } from "@procode/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StoreUnderTest, Subject } from "../store-contract.ts";
import { newPerson } from "./actions.ts";
import { newProactive, schedule } from "./proactive-actions.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
let chats = 8_000_000;

/** One person with a thing of each kind, `ageDays` old by the database's time where it is over; what is not over stays for ever. */
async function openRows(subject: StoreUnderTest, { ageDays, isOver }: { ageDays: number; isOver: boolean }) {
  const { store, ids } = subject;
  const userId = await newPerson(subject);
  const now = await store.asSystem((tx) => tx.jobs.now());
  const at = new Date(now.getTime() - ageDays * DAY_MS);
  const end = isOver ? at : new Date(now.getTime() + DAY_MS);
  const slot = new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS);
  const [sessionId, keyHash, tokenHash, loopId] = [ids.next(), ids.next(), ids.next(), ids.next()];
  await store.asSystem((tx) =>
    tx.accounts.startSession({ id: sessionId, userId, userAgent: "", address: "", expiresAt: end }),
  );
  await store.asUser(userId, async (tx) => {
    await tx.apiKeys.append({ id: ids.next(), name: "", hint: "", keyHash, scopes: ["read"], expiresAt: null });
    await tx.telegram.appendLink({ id: ids.next(), botId: 1, tokenHash, createdAt: at, expiresAt: end });
    await tx.telegram.connect({
      ...{ botId: 1, chatId: ++chats, conversationId: null, showReceipt: true, connectedAt: at },
      person: { telegramUserId: chats, username: null, name: "Ada" },
    });
    await tx.proactive.appendLoops([
      { id: loopId, kind: "goal", words: "w", topic: "t", dueAt: end, sourceId: userId, createdAt: at },
    ]);
  });
  // What was written unasked, or was not, stays in its ledger.
  const message = newProactive(subject, { slot, scheduledFor: slot });
  const messageId = await schedule(subject, userId, message);
  if (isOver) await store.asUser(userId, (tx) => tx.proactive.cancelOpen("not wanted"));
  const left = async (): Promise<Partial<Record<Outdated | "ledger" | "connection" | "keyWorks", boolean>>> => {
    const [session, key, link] = await store.asSystem(async (tx) => [
      await tx.accounts.findActiveSessions([sessionId], new Date(end.getTime() - 1)),
      await tx.apiKeys.findActive(keyHash, now),
      await tx.telegram.findLink(tokenHash),
    ]);
    return store.asUser(userId, async (tx) => ({
      ...{ sessions: session.has(sessionId), keyWorks: key !== null, telegramLinks: link !== null },
      openLoops: (await tx.proactive.listLoops(new Date("2200-01-01T00:00:00Z"))).some(({ id }) => id === loopId),
      ledger: (await tx.proactive.findById(messageId)) !== null,
      connection: (await tx.telegram.findConnection()) !== null,
    }));
  };
  return { userId, left };
}

export function retentionContract(current: Subject): void {
  const drop = (kind: Outdated, keptDays: number, most = 1_000) =>
    current().store.asSystem((tx) => tx.retention.drop(kind, { keptSeconds: keptDays * 86_400, most }));
  const dropAll = async (keptDays: number) => {
    for (const kind of OUTDATED) while ((await drop(kind, keptDays)) > 0);
  };

  describe("what is over", () => {
    test("goes when it was over for as long as it is kept, no sooner; what somebody still needs never goes", async () => {
      const rows = fc.record({ ageDays: fc.integer({ min: 1, max: 400 }), isOver: fc.boolean() });
      await fc.assert(
        fc.asyncProperty(
          fc.array(rows, { minLength: 1, maxLength: 5 }),
          fc.integer({ min: 1, max: 400 }),
          async (given, kept) => {
            const people = [];
            for (const one of given) people.push({ ...one, ...(await openRows(current(), one)) });
            // On the day itself it depends on the second.
            const keptDays = kept + 0.5;
            await dropAll(keptDays);
            for (const { ageDays, isOver, left } of people) {
              const stays = !isOver || ageDays < keptDays;
              expect({ ageDays, isOver, keptDays, ...(await left()) }).toEqual({
                ...{ ageDays, isOver, keptDays, connection: true, keyWorks: true, ledger: true },
                ...{ sessions: stays, telegramLinks: stays, openLoops: stays },
              });
            }
          },
        ),
        { numRuns: 12 },
      );
    });

    test("goes the oldest first, so many at a time", async () => {
      const people: Awaited<ReturnType<typeof openRows>>[] = [];
      // Older than what any other test left here.
      for (const ageDays of [9_000, 8_000, 8_500]) people.push(await openRows(current(), { ageDays, isOver: true }));
      await dropAll(9_500);
      const left = () => Promise.all(people.map(async (one) => (await one.left()).sessions));
      expect(await drop("sessions", 7_500, 1)).toBe(1);
      expect(await left()).toEqual([false, true, true]);
      expect(await drop("sessions", 7_500, 5)).toBe(2);
      expect(await left()).toEqual([false, false, false]);
      expect(await drop("sessions", 7_500, 5)).toBe(0);
    });

    test("a key goes after it was revoked, and one that was not stays however old", async () => {
      const { store, ids, clock } = current();
      const userId = await newPerson(current());
      const keys = [ids.next(), ids.next()];
      for (const id of keys) {
        await store.asUser(userId, (tx) =>
          tx.apiKeys.append({ id, name: "", hint: "", keyHash: `hash ${id}`, scopes: ["read"], expiresAt: null }),
        );
      }
      await store.asUser(userId, (tx) => tx.apiKeys.revoke(keys[0] ?? ""));
      const now = await store.asSystem((tx) => tx.jobs.now());
      const agoDays = (now.getTime() - clock.now().getTime()) / DAY_MS;
      await drop("apiKeys", agoDays + 1);
      const appendAgain = () =>
        store.asUser(userId, (tx) =>
          tx.apiKeys.append({
            id: ids.next(),
            name: "",
            hint: "",
            keyHash: `hash ${keys[0]}`,
            scopes: ["read"],
            expiresAt: null,
          }),
        );
      await expect(appendAgain()).rejects.toMatchObject({ code: "CONFLICT" });
      await drop("apiKeys", agoDays - 1);
      await appendAgain();
      expect((await store.asUser(userId, (tx) => tx.apiKeys.list())).map(({ id }) => id)).toContain(keys[1]);
    });

    test("a decision goes with its hour, and that hour can not be decided anew before", async () => {
      const { store } = current();
      const userId = await newPerson(current());
      const now = await store.asSystem((tx) => tx.jobs.now());
      const hour = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS - 50 * DAY_MS);
      const decide = () =>
        store.asUser(userId, (tx) =>
          tx.proactive.decide({
            ...{ hour, outcome: "not-sent", reasons: [{ rule: "x", said: "y" }], messageId: null, model: null },
            ...{ generationId: null, confidence: null, contextVersion: 0, settingsVersion: 0, decidedAt: now },
          }),
        );
      expect(await decide()).toBe(true);
      await drop("proactiveDecisions", 60);
      expect(await decide()).toBe(false);
      await drop("proactiveDecisions", 40);
      expect(await decide()).toBe(true);
    });
  });
}
