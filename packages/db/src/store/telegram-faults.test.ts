import {
  connectChats,
  createTestContext,
  type FaultSend,
  findBrokenPromises,
  runTelegramFaults,
} from "@procode/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPerson } from "../testing/contract/actions.ts";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import { createTestStore } from "../testing/test-store.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

// The same faults as in core's own test, where they are many; here the fences, locks and triggers are real.
test.each([1, 2, 3])(
  "two processes, one PostgreSQL, and whatever may break: every promise holds (seed %i)",
  async (seed) => {
    const { store, clock, ids } = createTestStore(database);
    const base = createTestContext();
    const chats = await connectChats({ store, clock }, [seed * 10 + 1, seed * 10 + 2], () => newPerson({ store, ids }));
    const run = await runTelegramFaults({
      ...{ seed, firstUpdateId: seed * 1_000, updates: 20, kills: 6, telegram: base.channels.telegram, chats },
      services: { ...base, store, ids: { ...base.ids, next: ids.next } },
      pass: database.shiftLeaseTime,
    });
    const ours = [chats.map(({ chatId }) => chatId)];
    const sends = await database.query<FaultSend>(
      `SELECT id::int, chat_id::int AS "chatId", dedupe_key AS "dedupeKey", state, reason, body FROM telegram_sends WHERE chat_id = ANY ($1)`,
      ours,
    );
    const delivered = await Promise.all(
      chats.map(async ({ userId }) => {
        const events = await store.asUser(userId, (tx) => tx.events.listAfter(0n, 1_000));
        return events.flatMap((event) => (event.type === "TelegramDelivered" ? [event.payload] : []));
      }),
    );
    expect(findBrokenPromises(run, sends, delivered.flat())).toEqual([]);
    const updates = await database.query<{ state: string; payload: unknown }>(
      "SELECT state, payload FROM telegram_updates WHERE chat_id = ANY ($1)",
      ours,
    );
    expect(updates).toEqual(Array.from({ length: 20 }, () => ({ state: "done", payload: null })));
    expect([run.kills, run.accepted.length > 10]).toEqual([6, true]);
    await store.close();
  },
  120_000,
);
