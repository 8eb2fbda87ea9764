import { DEFAULT_PROACTIVE_SETTINGS } from "@procode/core";
import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appendPart, endOf, finish, newAnswer, newConversation, newPerson } from "../testing/contract/actions.ts";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import { beginOn, claimProactive, schedule } from "../testing/contract/proactive-actions.ts";
import type { StoreUnderTest } from "../testing/store-contract.ts";
import { createTestStore, type TestStore } from "../testing/test-store.ts";

let database: TestDatabase;
let opened: TestStore;
let subject: StoreUnderTest;
let [ada, grace] = ["", ""];
let chats = 0;

beforeAll(async () => {
  database = await startTestDatabase();
  opened = createTestStore(database);
  subject = { ...opened, shiftLeaseTime: database.shiftLeaseTime, close: async () => undefined };
  [ada, grace] = [await newPerson(subject), await newPerson(subject)];
  for (const userId of [ada, grace]) await fill(userId);
});
afterAll(async () => {
  await opened.store.close();
  await database.stop();
});

/** One row at least in every table of a person. */
async function fill(userId: string): Promise<void> {
  const { store, ids, clock } = opened;
  await finish(subject, await newAnswer(subject, userId, "worker"), endOf(subject));
  await appendPart(subject, await newAnswer(subject, userId, "worker"), 0, "part");
  await store.asSystem((tx) =>
    tx.accounts.startSession({
      id: ids.next(),
      userId,
      userAgent: "",
      address: "",
      expiresAt: new Date(clock.now().getTime() + 1_000),
    }),
  );
  const chatId = ++chats;
  await store.asUser(userId, async (tx) => {
    const now = clock.now();
    await tx.telegram.appendLink({ id: ids.next(), botId: 1, tokenHash: ids.next(), createdAt: now, expiresAt: now });
    await tx.telegram.connect({
      ...{ botId: 1, chatId, conversationId: null, showReceipt: true, connectedAt: now },
      person: { telegramUserId: chatId, username: null, name: "Ada" },
    });
    await tx.telegram.queue([
      {
        ...{ botId: 1, chatId, dedupeKey: ids.next(), answer: null, part: 1, parts: 1 },
        body: { text: "words", entities: [] },
      },
    ]);
    await tx.users.saveEmailConfirmation({ tokenHash: ids.next(), createdAt: now, expiresAt: now });
    await tx.audit.append({ action: "test" });
    const key = { id: ids.next(), name: "", hint: "", keyHash: userId, scopes: ["read" as const], expiresAt: null };
    await tx.apiKeys.append(key);
    await tx.events.append({ type: "UserSettingsUpdated", payload: { userId, changes: [] } });
    await tx.responses.rollUp();
    const [event] = (await tx.relay.take(["test"], 1)).events;
    if (event) await tx.relay.bury({ consumer: "test", sequence: event.sequence, event, tries: 8 });
  });
  await fillProactive(userId);
}

async function fillProactive(userId: string): Promise<void> {
  const { store, ids, clock } = opened;
  const proactiveId = await schedule(subject, userId);
  const owner = (await claimProactive(subject)).find(({ id }) => id === proactiveId);
  if (!owner) throw new Error("The message was not claimed.");
  await beginOn(subject, owner);
  const [at, words] = [clock.now(), { words: "words", topic: "Tea" }];
  const conversationId = await newConversation(subject, userId);
  await store.asUser(userId, async ({ proactive, analysis }) => {
    await analysis.rest({ conversationId, unreadSince: at, dueAt: at });
    await analysis.append({ generationId: ids.next(), conversationId, found: 1, analysedAt: at });
    await proactive.saveSettings({ ...DEFAULT_PROACTIVE_SETTINGS, optedInAt: at });
    await proactive.appendSchedule({ ...words, id: ids.next(), weekdays: [1], at: "08:00", createdAt: at });
    await proactive.appendLoops([
      { ...words, id: ids.next(), kind: "goal", dueAt: at, sourceId: userId, createdAt: at },
    ]);
    await proactive.appendFeedback({ id: ids.next(), proactiveId, topic: "Tea", kind: "up", givenAt: at });
    await proactive.decide({
      ...{ hour: new Date(0), outcome: "not-sent", reasons: [{ rule: "x", said: "y" }], messageId: null, model: null },
      ...{ generationId: null, confidence: null, contextVersion: 0, settingsVersion: 0, decidedAt: at },
    });
  });
}

// Forgotten tables are found in the catalogue, not in a list that somebody keeps.
const PERSONAL = `SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
    CASE c.relname WHEN 'users' THEN 'id' ELSE 'user_id' END AS key
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND (c.relname = 'users' OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'user_id' AND NOT a.attisdropped))
  ORDER BY 1`;
type Personal = { name: string; forced: boolean; key: string };
const unforced = async () =>
  (await database.query<Personal>(PERSONAL)).filter(({ forced }) => !forced).map(({ name }) => name);

async function as<T>(url: string, userId: string | null, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("BEGIN");
    if (userId !== null) await client.query("SELECT set_config('procode.user_id', $1, true)", [userId]);
    return await work(client);
  } finally {
    await client.end();
  }
}
const owners = async (client: Client, { name, key }: Personal): Promise<string[]> =>
  (await client.query<{ owner: string }>(`SELECT DISTINCT ${key} AS owner FROM ${name}`)).rows.map(
    ({ owner }) => owner,
  );
const isUnreadable = ({ name }: Personal) => name === "audit_log";

test("row-level security is forced on every table of a person, and a table without it is found", async () => {
  expect((await database.query<Personal>(PERSONAL)).length).toBeGreaterThanOrEqual(12);
  expect(await unforced()).toEqual([]);
  await database.query("CREATE TABLE planted (user_id uuid)");
  expect(await unforced()).toEqual(["planted"]);
  await database.query("ALTER TABLE planted ENABLE ROW LEVEL SECURITY");
  expect(await unforced()).toEqual(["planted"]);
  await database.query("DROP TABLE planted");
});

test("with no filter in the statement, the app role sees its person's rows only", async () => {
  for (const table of (await database.query<Personal>(PERSONAL)).filter((personal) => !isUnreadable(personal))) {
    expect(
      await as(database.superuserUrl, null, (client) => owners(client, table)),
      `${table.name} holds nothing to hide`,
    ).toEqual(expect.arrayContaining([ada, grace]));
    expect(await as(database.urls.app, ada, (client) => owners(client, table)), table.name).toEqual([ada]);
  }
});

test("without a person, and for the owner, there are no rows at all", async () => {
  for (const table of await database.query<Personal>(PERSONAL)) {
    if (!isUnreadable(table))
      expect(await as(database.urls.app, null, (client) => owners(client, table)), table.name).toEqual([]);
    if (!isUnreadable(table))
      expect(await as(database.urls.app, "", (client) => owners(client, table)), table.name).toEqual([]);
    expect(await as(database.urls.owner, ada, (client) => owners(client, table)), table.name).toEqual([]);
  }
});

test("nothing can be written in another's name, or moved to them", async () => {
  const refused = { code: "42501", message: expect.stringContaining("row-level security") };
  await expect(
    as(database.urls.app, ada, (client) =>
      client.query(
        "INSERT INTO conversations (user_id, id, title, channels, created_at, active_at) VALUES ($1, gen_random_uuid(), 'x', '{}', now(), now())",
        [grace],
      ),
    ),
  ).rejects.toMatchObject(refused);
  await expect(
    as(database.urls.app, ada, (client) => client.query("UPDATE conversations SET user_id = $1", [grace])),
  ).rejects.toMatchObject(refused);
  expect(
    await as(
      database.urls.app,
      ada,
      async (client) =>
        (await client.query("UPDATE conversations SET title = 'x' WHERE user_id = $1", [grace])).rowCount,
    ),
  ).toBe(0);
});

test("nobody but an operator reads the audit log, and nobody rewrites what happened", async () => {
  const denied = { code: "42501" };
  for (const statement of [
    "SELECT * FROM audit_log",
    "DELETE FROM audit_log",
    "UPDATE domain_events SET type = 'x'",
    "DELETE FROM users",
    "UPDATE users SET role = 'admin'",
  ]) {
    for (const url of [database.urls.app, database.urls.system]) {
      await expect(
        as(url, ada, (client) => client.query(statement)),
        statement,
      ).rejects.toMatchObject(denied);
    }
  }
});

test("what Telegram sent is nobody's yet: the app role reads and writes none of it, and no chat", async () => {
  for (const statement of [
    "SELECT * FROM telegram_updates",
    "INSERT INTO telegram_updates (bot_id, update_id, kind, received_at) VALUES (1, 1, 'message', now())",
    "DELETE FROM telegram_updates",
    "UPDATE telegram_chats SET fence = 9",
    "SELECT * FROM telegram_chats",
    "SELECT * FROM telegram_pollers",
    "SELECT * FROM telegram_tokens",
    "SELECT * FROM telegram_limits",
    "SELECT * FROM job_events",
    "SELECT * FROM job_calls",
    "SELECT * FROM job_runs",
    "DELETE FROM job_steps",
    "UPDATE job_schedules SET next_at = now()",
    "INSERT INTO job_throttles VALUES (1)",
    "UPDATE telegram_bots SET open_url = 'https://example.com'",
    "DELETE FROM telegram_sends",
    "DELETE FROM telegram_links",
  ]) {
    await expect(
      as(database.urls.app, ada, (client) => client.query(statement)),
      statement,
    ).rejects.toMatchObject({ code: "42501" });
  }
});

test("nobody takes another's chat, or a link or a message into it", async () => {
  const { store, ids, clock } = opened;
  const theirs = await store.asUser(grace, (tx) => tx.telegram.findConnection());
  if (!theirs) throw new Error("Grace has no chat.");
  await store.asUser(ada, async (tx) => {
    const mine = await tx.telegram.disconnect("test");
    if (!mine) throw new Error("Ada has no chat.");
    const { connection } = mine;
    expect(await tx.telegram.connect({ ...connection, chatId: theirs.chatId })).toBe(false);
    expect(await tx.telegram.connect(connection)).toBe(true);
    expect(await tx.telegram.connect({ ...connection, chatId: 99 })).toBe(false);
  });
  const link = await store.asUser(grace, (tx) => tx.telegram.findNewestLink());
  if (!link) throw new Error("Grace has no link.");
  expect(await store.asUser(ada, (tx) => tx.telegram.lockLink(link.id))).toBeNull();
  await store.asUser(ada, (tx) => tx.telegram.closeLink(link.id, "refused"));
  expect(await store.asUser(grace, (tx) => tx.telegram.findNewestLink())).toEqual(link);
  await expect(
    as(database.urls.app, ada, (client) =>
      client.query(
        "INSERT INTO telegram_sends (bot_id, chat_id, user_id, dedupe_key, part, parts, body, next_try_at, queued_at) VALUES (1, $1, $2, $3, 1, 1, '{}', $4, $4)",
        [theirs.chatId, grace, ids.next(), clock.now()],
      ),
    ),
  ).rejects.toMatchObject({ code: "42501" });
});

test("the system role can read no conversation, message or profile", async () => {
  for (const table of ["conversations", "messages", "user_contexts", "user_settings"]) {
    await expect(
      as(database.urls.system, null, (client) => client.query(`SELECT * FROM ${table}`)),
      table,
    ).rejects.toMatchObject({ code: "42501" });
  }
});

test("neither role may move the lease time or make tables", async () => {
  for (const url of [database.urls.app, database.urls.system]) {
    for (const statement of [
      "UPDATE instance SET lease_shift_seconds = 1",
      "CREATE TABLE mine (id int)",
      "CREATE TEMP TABLE mine (id int)",
    ]) {
      await expect(
        as(url, null, (client) => client.query(statement)),
        statement,
      ).rejects.toMatchObject({ code: "42501" });
    }
  }
});

test("a connection that goes from one person to the next carries nothing over", async () => {
  const { store } = createTestStore(database, { appConnections: 1 });
  for (let round = 0; round < 50; round++) {
    const userId = round % 2 === 0 ? ada : grace;
    const seen = await store
      .asUser(userId, async (tx) => {
        if (round % 5 === 4) throw new Error("rolls back");
        return (await tx.users.getAccount()).id;
      })
      .catch((error: unknown) => String(error));
    expect(seen).toBe(round % 5 === 4 ? "Error: rolls back" : userId);
  }
  await store.close();
});
