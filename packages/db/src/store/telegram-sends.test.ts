import { Client } from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  claim,
  finishUpdate,
  LOST,
  newWorker,
  nextWork,
  ownedChat,
  sendTo,
} from "../testing/contract/telegram/actions.ts";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import { createTestStore } from "../testing/test-store.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

const OPEN = ["queued", "sending"];
const SETTLED = ["sent", "uncertain", "failed", "cancelled"];
const ALLOWED = new Set([
  ...["queued sending", "queued failed", "queued cancelled"],
  ...["sending queued", "sending sent", "sending uncertain", "sending failed"],
]);

let rows = 0;
async function newSend(state: string): Promise<number> {
  const [row] = await database.query<{ id: string }>(
    `INSERT INTO telegram_sends (bot_id, chat_id, dedupe_key, part, parts, body, state, reason, telegram_message_id, next_try_at, queued_at)
     VALUES (1, 1, $1, 1, 1, '{}', $2, 'why', 1, now(), now()) RETURNING id`,
    [`key ${++rows}`, state],
  );
  return Number(row?.id);
}

// The superuser passes every policy and privilege, but no trigger: whoever writes, what is settled stays so.
test.each(OPEN.concat(SETTLED).flatMap((from) => OPEN.concat(SETTLED).map((to) => [from, to] as const)))(
  "a send that is %s becomes %s only where that is a step forward",
  async (from, to) => {
    const id = await newSend(from);
    const step = database.query("UPDATE telegram_sends SET state = $2 WHERE id = $1", [id, to]);
    if (from === to || ALLOWED.has(`${from} ${to}`)) await step;
    else await expect(step).rejects.toMatchObject({ code: "23514", message: expect.stringContaining("never goes") });
  },
);

test("a chat is not taken between an owner's look at its fence and its commit: no send is begun behind the heir's back", async () => {
  const { store, ...rest } = createTestStore(database);
  const subject = { store, ...rest, shiftLeaseTime: database.shiftLeaseTime, close: async () => undefined };
  const owner = await ownedChat(subject);
  await finishUpdate(subject, owner, null, [sendTo(owner)]);
  const work = await nextWork(subject, owner);
  if (work?.kind !== "send") throw new Error("Nothing is queued.");
  await store.asSystem((tx) => tx.generations.leave(owner.workerId));
  const heir = await newWorker(subject);
  await store.asSystem(async (tx) => {
    expect(await tx.telegram.beginSend(owner, work.send.id)).toMatchObject({ kind: "begun" });
    expect(await claim(subject, owner.botId, heir)).toEqual([]);
  });
  expect(await claim(subject, owner.botId, heir)).toMatchObject([{ fence: 2 }]);
  const [row] = await database.query<{ state: string; reason: string }>(
    "SELECT state, reason FROM telegram_sends WHERE id = $1",
    [work.send.id],
  );
  expect(row).toEqual({ state: "uncertain", reason: LOST });
  await store.close();
});

test("a settled send without its reason, and a waiting one without its words, can not be stored", async () => {
  const id = await newSend("sending");
  for (const change of [
    "state = 'uncertain', reason = NULL",
    "state = 'sent', telegram_message_id = NULL",
    "body = NULL",
  ]) {
    await expect(
      database.query(`UPDATE telegram_sends SET ${change} WHERE id = $1`, [id]),
      change,
    ).rejects.toMatchObject({ code: "23514" });
  }
});

// Else a 429 that both of them had would hold two chats and not the bot.
test("of two chats that are put off in the same moment the second knows of the first", async () => {
  const { store } = createTestStore(database);
  const botId = 4_711;
  await database.query("INSERT INTO telegram_limits (bot_id) VALUES ($1)", [botId]);
  const holder = new Client({ connectionString: database.superuserUrl });
  await holder.connect();
  await holder.query("BEGIN");
  await holder.query("SELECT FROM telegram_limits WHERE bot_id = $1 FOR UPDATE", [botId]);
  const noted = [1, 2].map((chatId) => store.asSystem((tx) => tx.telegram.noteRefusal({ botId, chatId }, 30)));
  const waiting =
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%telegram_limits%'";
  await vi.waitFor(async () => expect(await database.query(waiting)).toHaveLength(2), { timeout: 4_000 });
  await holder.query("COMMIT");
  await holder.end();
  expect((await Promise.all(noted)).sort()).toEqual([false, true]);
  await store.close();
});
