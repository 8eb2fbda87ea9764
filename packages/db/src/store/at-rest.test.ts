import { Profile } from "@procode/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPerson } from "../testing/contract/actions.ts";
import { begin, finishUpdate, nextWork, ownedChat, sendTo, updateOf } from "../testing/contract/telegram/actions.ts";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import { createTestStore, TEST_KEYS } from "../testing/test-store.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

const SECRET = Profile.parse({
  name: "Zebedäus",
  occupation: "lighthousekeeper",
  goals: "learn saxophone",
  instructions: "call me captain",
});

/** Every row of every table as text, as a dump holds them. */
async function dump(): Promise<string> {
  const tables = await database.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')",
  );
  const rows = await Promise.all(
    tables.map(({ name }) => database.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)),
  );
  return rows
    .flat()
    .map(({ row }) => row)
    .join("\n");
}

test("a dump holds no word of a profile, and the store reads it all the same", async () => {
  const { store, ids } = createTestStore(database);
  const userId = await newPerson({ store, ids });
  await store.asUser(userId, (tx) => tx.users.saveContext(SECRET));
  const text = await dump();
  expect(text).toContain(`${userId}@example.com`);
  for (const word of ["Zebed", "lighthouse", "saxophone", "captain"]) expect(text).not.toContain(word);
  expect((await store.asUser(userId, (tx) => tx.users.getContext())).profile).toEqual(SECRET);
  await store.close();
});

test("what Telegram sent, and what was sent there, is gone from a dump once it is settled", async () => {
  const { store, ...rest } = createTestStore(database);
  const subject = { store, ...rest, shiftLeaseTime: database.shiftLeaseTime, close: async () => undefined };
  const owner = await ownedChat(subject, { text: "a secret question" });
  const send = (text: string) => sendTo(owner, { body: { text, entities: [] } });
  const ignored = { ...updateOf(owner.chatId, { ignore: "a group" }), payload: { text: "of a group" } };
  await store.asSystem((tx) => tx.telegram.receive(owner.botId, [ignored]));
  expect(await dump()).toContain("a secret question");
  await finishUpdate(subject, owner, null, [send("a secret answer"), send("a lost answer"), send("never sent")]);
  const { id } = await begin(subject, owner);
  expect(await dump()).toContain("a secret answer");
  await store.asSystem((tx) => tx.telegram.settleSend(owner, id, { state: "sent", telegramMessageId: 1 }));
  await begin(subject, owner);
  await nextWork(subject, owner);
  await store.asSystem((tx) => tx.telegram.block(owner, "blocked"));
  const text = await dump();
  expect(text).toContain("process died");
  for (const words of ["secret question", "secret answer", "lost answer", "never sent", "of a group"]) {
    expect(text).not.toContain(words);
  }
  await store.close();
});

test("after a rotation of keys old profiles are read and new ones written under the new key", async () => {
  const before = createTestStore(database);
  const userId = await newPerson(before);
  await before.store.asUser(userId, (tx) => tx.users.saveContext(SECRET));
  await before.store.close();
  const { store } = createTestStore(database, { keys: `newer:${Buffer.alloc(32, 9).toString("base64")},${TEST_KEYS}` });
  expect((await store.asUser(userId, (tx) => tx.users.getContext())).profile).toEqual(SECRET);
  await store.asUser(userId, (tx) => tx.users.saveContext(SECRET));
  const [row] = await database.query<{ profile_cipher: string }>(
    "SELECT profile_cipher FROM user_contexts WHERE user_id = $1",
    [userId],
  );
  expect(row?.profile_cipher).toMatch(/^newer:/);
  await store.close();
});
