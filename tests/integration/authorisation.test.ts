import { randomUUID } from "node:crypto";
import { probes } from "@procode/api/testing";
import { type Context, sendMessage } from "@procode/core";
import { startTestDatabase, type TestDatabase } from "@procode/db/testing";
import { createServices, type Runtime, readEnv } from "@procode/runtime";
import { createOpenRouterSandbox, type OpenRouterSandbox } from "@procode/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const WORDS = "the owner's own words";
let database: TestDatabase;
let sandbox: OpenRouterSandbox;
let runtime: Runtime;

beforeAll(async () => {
  database = await startTestDatabase();
  sandbox = await createOpenRouterSandbox({ defaults: { firstMs: 0, intervalMs: 0, tokens: 5 } });
  runtime = await createServices(
    readEnv({
      NODE_ENV: "test",
      LOG_LEVEL: "silent",
      DATABASE_URL: database.urls.app,
      DATABASE_SYSTEM_URL: database.urls.system,
      NEXTAUTH_SECRET: "q8Zt2LxV6nRb4HwYc1Kd9MfJ7sGp3TeA5uWi0oXy",
      ENCRYPTION_KEYS: `k1:${Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString("base64")}`,
      OPENROUTER_BASE_URL: sandbox.url,
    }),
  );
});
afterAll(async () => {
  await runtime?.close();
  await sandbox?.close();
  await database?.stop();
});

function contextOf(actor: Context["actor"]): Context {
  return { ...runtime.services, actor, requestId: randomUUID(), client: { address: "127.0.0.1", userAgent: "test" } };
}

async function newPerson(): Promise<{ ctx: Context; userId: string }> {
  const userId = runtime.services.ids.next();
  await runtime.services.store.asSystem((tx) =>
    tx.accounts.create({
      id: userId,
      email: `${userId}@example.com`,
      name: "Person",
      passwordHash: "no password has this hash",
      timeZone: null,
    }),
  );
  return { userId, ctx: contextOf({ kind: "user", userId, sessionId: runtime.services.ids.next(), role: "user" }) };
}

/** Every row of a person in every table, seen from beneath the policies. */
async function rowsOf(userId: string): Promise<string[]> {
  const tables = await database.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'user_id' ORDER BY 1",
  );
  expect(tables.length).toBeGreaterThan(8);
  const rows = await Promise.all(
    tables.map(({ name }) =>
      database.query<{ row: string }>(
        `SELECT '${name} ' || to_jsonb(t)::text AS row FROM ${name} t WHERE user_id = $1`,
        [userId],
      ),
    ),
  );
  return rows
    .flat()
    .map(({ row }) => row)
    .sort();
}

describe("every procedure, against real PostgreSQL", () => {
  it.each(probes())(
    "$path gives a stranger nothing of another person's and changes nothing of it",
    async ({ call }) => {
      const [owner, stranger] = [await newPerson(), await newPerson()];
      const sent = await sendMessage(owner.ctx, { clientId: randomUUID(), text: WORDS });
      await runtime.services.answers.idle(10_000);
      const before = await rowsOf(owner.userId);
      for (const messageId of [sent.messageId, sent.answerId]) {
        const ids = { conversationId: sent.conversationId, parentId: sent.messageId, generationId: sent.generationId };
        const { foreign, outcome, value } = await call(stranger.ctx, { ...ids, messageId });
        if (foreign.length > 0) expect(outcome).toBe("NOT_FOUND");
        expect(JSON.stringify(value) ?? "").not.toContain(WORDS);
      }
      await runtime.services.answers.idle(10_000);
      expect(await rowsOf(owner.userId)).toEqual(before);
      expect(before.length).toBeGreaterThan(5);
    },
  );

  it("reads nothing of another person even where the code forgot to ask whose it is", async () => {
    const [owner, stranger] = [await newPerson(), await newPerson()];
    const sent = await sendMessage(owner.ctx, { clientId: randomUUID(), text: WORDS });
    await runtime.services.answers.idle(10_000);
    const seen = await runtime.services.store.asUser(stranger.userId, async (tx) => [
      await tx.conversations.findById(sent.conversationId),
      await tx.messages.findById(sent.messageId),
      await tx.generations.findById(sent.generationId),
      await tx.generations.readText(sent.generationId),
      await tx.messages.listPath(sent.answerId, 10),
    ]);
    expect(seen).toEqual([null, null, null, "", []]);
  });
});
