import {
  authenticateSession,
  CONSUMERS,
  type Context,
  followGeneration,
  jobContext,
  relayPerson,
  sendMessage,
  type Services,
} from "@procode/core";
import { answerWith, createScriptedProvider } from "@procode/core/testing";
import { startTestDatabase, type TestDatabase } from "@procode/db/testing";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServices, readEnv, type Runtime } from "@procode/runtime";

const KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString("base64");
let database: TestDatabase;
const models = createScriptedProvider();
let runtime: Runtime;

beforeAll(async () => {
  watchDriver();
  database = await startTestDatabase();
  runtime = await createServices(
    readEnv({
      NODE_ENV: "test",
      LOG_LEVEL: "silent",
      DATABASE_URL: database.urls.app,
      DATABASE_SYSTEM_URL: database.urls.system,
      NEXTAUTH_SECRET: "mZ8vQ2rT6yLpX4cN9wKdB3hJ7sFgA1eU5iRo0tVx",
      ENCRYPTION_KEYS: `k1:${KEY}`,
    }),
    { models },
  );
});
afterAll(async () => {
  await runtime?.close();
  await database?.stop();
  pg.Client.prototype.query = query;
});

type Counted = { statements: string[]; trips: number };
let counting: Counted | null = null;
const { query } = pg.Client.prototype;

/** From before the first connection is made, which keeps the way that it asks by. */
function watchDriver(): void {
  const underWay = new Map<unknown, number>();
  pg.Client.prototype.query = function (this: object, ...args: unknown[]): unknown {
    const [asked] = args;
    const text = typeof asked === "string" ? asked : (asked as { text: string }).text;
    const said: unknown = Reflect.apply(query, this, args);
    if (text.includes("pg_notify")) return said;
    const before = underWay.get(this) ?? 0;
    if (counting) {
      counting.statements.push(...text.split(";").map((one) => one.trim().replaceAll(/\s+/g, " ")));
      if (before === 0) counting.trips++;
    }
    underWay.set(this, before + 1);
    const end = () => void underWay.set(this, (underWay.get(this) ?? 1) - 1);
    if (said instanceof Promise) void said.then(end, end);
    return said;
  } as typeof query;
}

/** What was sent to PostgreSQL meanwhile: its statements, and how often a connection that waited for nothing sent some. */
async function counted(work: () => Promise<unknown>): Promise<Counted> {
  const mine: Counted = { statements: [], trips: 0 };
  counting = mine;
  try {
    await work();
  } finally {
    counting = null;
  }
  return mine;
}

async function signIn({ store, ids, clock }: Services, email: string): Promise<{ userId: string; sessionId: string }> {
  const [userId, sessionId] = [ids.next(), ids.next()];
  const expiresAt = new Date(clock.now().getTime() + 3_600_000);
  await store.asSystem(async (tx) => {
    await tx.accounts.create({
      ...{ id: userId, email, name: "Ada", passwordHash: "x", timeZone: "Europe/Warsaw" },
    });
    await tx.accounts.startSession({ id: sessionId, userId, userAgent: "", address: "", expiresAt });
  });
  return { userId, sessionId };
}

test("twenty requests of one moment ask for their sessions in three statements, and one that was ended is nobody in the next", async () => {
  const { services } = runtime;
  const { userId, sessionId } = await signIn(services, "grace@example.org");
  const ctx = { ...jobContext(services, "test"), client: { address: "127.0.0.1", userAgent: "test" } };
  const requests = () => Promise.all(Array.from({ length: 20 }, () => authenticateSession(ctx, sessionId)));
  await requests();
  const { statements } = await counted(async () => {
    expect(await requests()).toEqual(Array.from({ length: 20 }, () => expect.objectContaining({ userId })));
  });
  expect(statements).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^SELECT .* FROM sessions/)));
  await services.store.asUser(userId, (tx) => tx.sessions.revokeAll());
  expect(new Set((await requests()).map(({ kind }) => kind))).toEqual(new Set(["guest"]));
});

test("a chat costs fourteen statements in five trips to the database, and what consumes its events eight in four for all of a moment", async () => {
  const { services } = runtime;
  const { userId, sessionId } = await signIn(services, "ada@example.org");
  const request = async (): Promise<Context> => {
    const ctx = { ...jobContext(services, "test"), client: { address: "127.0.0.1", userAgent: "test" } };
    return { ...ctx, actor: await authenticateSession(ctx, sessionId) };
  };
  const chat = async (conversationId?: string) => {
    const held = Promise.withResolvers<void>();
    models.script = async function* () {
      await held.promise;
      yield* answerWith("An answer.");
    };
    const place = conversationId === undefined ? {} : { conversationId };
    const sent = await sendMessage(await request(), { clientId: services.ids.next(), text: "Hello", ...place });
    const following = followGeneration(await request(), sent, new AbortController().signal);
    const first = following.next();
    held.resolve();
    expect((await first).value?.part).toMatchObject({ type: "delta", text: "An answer." });
    expect((await following.next()).value?.part).toMatchObject({ type: "done", message: { text: "An answer." } });
    await following.return(undefined);
    await services.answers.idle(10_000);
    return sent.conversationId;
  };
  const relay = () => relayPerson(jobContext(services, "test"), { userId, consumers: CONSUMERS });

  const conversationId = await chat();
  await relay();
  // Whose chat takes a quarter of a second, or its parts 25 ms, on a machine that is busy pays a little more.
  const chats = [];
  for (let index = 0; index < 5; index++) chats.push(await counted(() => chat(conversationId)));
  const [cheapest] = chats.toSorted((one, other) => one.statements.length - other.statements.length);
  expect(cheapest?.statements).toEqual([
    expect.stringMatching(/^SELECT .* FROM sessions/),
    ...["BEGIN", expect.stringMatching(/^SET LOCAL procode.user_id/)],
    ...[expect.stringMatching(/FROM conversations/), expect.stringMatching(/FROM user_settings/)],
    ...[expect.stringMatching(/^WITH RECURSIVE path/), expect.stringMatching(/FROM user_contexts/)],
    ...[expect.stringMatching(/^WITH said AS \(INSERT INTO messages/), "COMMIT"],
    expect.stringMatching(/^SELECT .* FROM sessions/),
    ...[
      "BEGIN",
      expect.stringMatching(/^SET LOCAL procode.user_id/),
      expect.stringMatching(/^WITH ended AS/),
      "COMMIT",
    ],
  ]);
  expect(cheapest?.trips).toBe(5);

  const relayed = await counted(relay);
  expect(relayed.statements).toEqual([
    ...["BEGIN", expect.stringMatching(/^SET LOCAL procode.user_id/)],
    ...[expect.stringMatching(/FROM event_cursors/), expect.stringMatching(/FROM domain_events/)],
    ...[expect.stringMatching(/FROM proactive_settings/), expect.stringMatching(/^WITH moved AS/)],
    ...[expect.stringMatching(/^UPDATE event_cursors/), "COMMIT"],
  ]);
  expect(relayed.trips).toBe(4);
});
