import { randomUUID } from "node:crypto";
import { probes } from "@procode/api/testing";
import { ApiKeyScope } from "@procode/contracts";
import {
  addProactiveSchedule,
  announceTelegramBot,
  authenticateApiKey,
  type Context,
  createApiKey,
  createTelegramLink,
  jobContext,
  revokeApiKey,
  sendMessage,
} from "@procode/core";
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
  const rows = await database.query<{ row: string }>(
    tables
      .map(({ name }) => `SELECT '${name} ' || to_jsonb(t)::text AS row FROM ${name} t WHERE user_id = $1`)
      .join(" UNION ALL "),
    [userId],
  );
  return rows.map(({ row }) => row).sort();
}

type Person = Awaited<ReturnType<typeof newPerson>>;

/** A conversation with an answer, a key, a link, and a schedule and a message under one id, by the names under which procedures take them. */
async function thingsOf({ ctx, userId }: Person) {
  const { conversationId, messageId, answerId, generationId } = await sendMessage(ctx, {
    clientId: randomUUID(),
    text: WORDS,
  });
  const { id: keyId } = await createApiKey(ctx, { name: "Owner's", scopes: ["chat"] });
  const bot = { botId: 1, username: "bot", name: "Bot", openUrl: "https://t.me/bot" };
  await announceTelegramBot(jobContext(runtime.services, "test"), bot);
  const { link } = await createTelegramLink(ctx);
  const { id } = await addProactiveSchedule(ctx, { words: WORDS, topic: "Plan", weekdays: [1], at: "08:00" });
  const at = runtime.services.clock.now();
  const slot = new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000);
  await ctx.store.asUser(userId, (tx) =>
    tx.proactive.append({
      ...{ id, slot, reason: WORDS, topic: "Plan", rule: "schedule", text: WORDS, why: WORDS, facts: [] },
      ...{ model: null, generationId: null, confidence: 90, loopId: null, contextVersion: 0, settingsVersion: 0 },
      ...{ newestMessageId: null, plannedAt: at, scheduledFor: at, expiresAt: new Date(at.getTime() + 3_600_000) },
    }),
  );
  await runtime.services.answers.idle(10_000);
  return { conversationId, messageId, parentId: messageId, generationId, answerId, keyId, linkId: link.id, id };
}

/** The person by a key of theirs with these scopes, as the door finds out who it is. */
async function byKey({ ctx }: Person, scopes: ApiKeyScope[]): Promise<Context> {
  const { key } = await createApiKey(ctx, { name: scopes.join(), scopes });
  return contextOf(await authenticateApiKey(contextOf({ kind: "guest" }), key));
}

describe("every procedure, against real PostgreSQL", () => {
  // One world for all: nothing in it may change, whoever asks.
  let owner: Person;
  let stranger: Person;
  let ids: Awaited<ReturnType<typeof thingsOf>>;
  let before: string[];
  let strangers: Context[];
  const lacking = new Map<ApiKeyScope, Context>();

  beforeAll(async () => {
    [owner, stranger] = [await newPerson(), await newPerson()];
    ids = await thingsOf(owner);
    for (const scope of ApiKeyScope.options) lacking.set(scope, await byKey(owner, [scope]));
    const chat = contextOf({ kind: "channel", userId: stranger.userId, channel: "telegram" });
    const keys = await Promise.all(ApiKeyScope.options.map((scope) => byKey(stranger, [scope])));
    strangers = [stranger.ctx, chat, await byKey(stranger, ApiKeyScope.options), ...keys];
    before = await rowsOf(owner.userId);
    expect(before.length).toBeGreaterThan(10);
  });

  const mayCall = ({ actor }: Context, { policy, scope }: { policy: string | undefined; scope: string | null }) =>
    policy === "guest" ||
    (policy === "user" && (actor.kind !== "apiKey" || actor.scopes.some((held) => held === scope))) ||
    (policy === "session" && actor.kind === "user");

  it.each(probes())(
    "$path gives a stranger, their chat and their keys nothing of another person's and changes nothing of it",
    async (probe) => {
      for (const ctx of strangers)
        for (const messageId of [ids.messageId, ids.answerId]) {
          const { foreign, outcome, value } = await probe.call(ctx, { ...ids, messageId });
          if (foreign.length > 0) expect(outcome).toBe(mayCall(ctx, probe) ? "NOT_FOUND" : "FORBIDDEN");
          expect(JSON.stringify(value) ?? "").not.toContain(WORDS);
          if (!foreign.includes("messageId")) break;
        }
      await runtime.services.answers.idle(10_000);
      expect(await rowsOf(owner.userId)).toEqual(before);
    },
  );

  it.each(probes().filter(({ policy }) => policy !== "guest"))(
    "$path changes nothing of its own person's for a key that lacks its scope",
    async (probe) => {
      for (const [scope, ctx] of lacking)
        if (scope !== probe.scope) expect((await probe.call(ctx, ids)).outcome).toBe("FORBIDDEN");
      expect(await rowsOf(owner.userId)).toEqual(before);
    },
  );

  it("is closed to a key that was revoked or has expired, since it makes nobody anybody", async () => {
    const owner = await newPerson();
    const guest = contextOf({ kind: "guest" });
    const [revoked, expired, living] = [
      await createApiKey(owner.ctx, { name: "Revoked", scopes: ApiKeyScope.options }),
      await createApiKey(owner.ctx, { name: "Expired", scopes: ApiKeyScope.options, expiresInDays: 1 }),
      await createApiKey(owner.ctx, { name: "Living", scopes: ApiKeyScope.options, expiresInDays: 1 }),
    ];
    await revokeApiKey(owner.ctx, { keyId: revoked.id });
    await database.query("UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1", [expired.id]);
    for (const { key } of [revoked, expired])
      await expect(authenticateApiKey(guest, key)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(await authenticateApiKey(guest, living.key)).toMatchObject({ keyId: living.id });
    const dump = (await rowsOf(owner.userId)).join("\n");
    for (const { key, hint } of [revoked, expired, living]) {
      expect(dump).toContain(hint);
      expect(dump).not.toContain(key);
    }
  });

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
