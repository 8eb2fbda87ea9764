import { type Context, ProcodeError, sendMessage, type Services } from "@procode/core";
import { startTestDatabase, type TestDatabase } from "@procode/db/testing";
import { createOpenRouterSandbox, type OpenRouterSandbox } from "@procode/sandbox";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServices } from "./create-services.ts";
import { readEnv } from "./env.ts";
import { EnvError } from "./env-error.ts";
import { startBackground } from "./start-background.ts";

const KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString("base64");
let database: TestDatabase;
let sandbox: OpenRouterSandbox;

beforeAll(async () => {
  [database, sandbox] = await Promise.all([
    startTestDatabase(),
    createOpenRouterSandbox({ defaults: { firstMs: 1, intervalMs: 1 }, generationDelayMs: 50 }),
  ]);
});
afterAll(async () => {
  await Promise.all([database?.stop(), sandbox?.close()]);
});

function source(): NodeJS.ProcessEnv {
  return {
    NODE_ENV: "test",
    LOG_LEVEL: "silent",
    DATABASE_URL: database.urls.app,
    DATABASE_SYSTEM_URL: database.urls.system,
    NEXTAUTH_SECRET: "mZ8vQ2rT6yLpX4cN9wKdB3hJ7sFgA1eU5iRo0tVx",
    ENCRYPTION_KEYS: `k1:${KEY}`,
    OPENROUTER_BASE_URL: sandbox.url,
  };
}

async function createUser(services: Services): Promise<string> {
  const id = services.ids.next();
  await services.store.asSystem((tx) =>
    tx.accounts.create({
      id,
      email: `${id}@example.org`,
      name: "Ada",
      passwordHash: "x",
      timeZone: "Europe/Warsaw",
    }),
  );
  return id;
}

function personContext(services: Services, userId: string): Context {
  return {
    ...services,
    actor: { kind: "user", userId, sessionId: services.ids.next(), role: "user" },
    requestId: "r",
    client: { address: "127.0.0.1", userAgent: "test" },
  };
}

test("an environment without a database is refused by name before anything is opened", async () => {
  await expect(createServices(readEnv({}))).rejects.toThrow(EnvError);
});

test("every port speaks to its real vendor", async () => {
  const { services, metrics, close } = await createServices(readEnv(source()));
  await services.store.check();
  const rule = { name: "test", points: 1, perSeconds: 60 };
  expect([await services.limits.take(rule, "k"), await services.limits.take(rule, "k")]).toMatchObject([
    { allowed: true },
    { allowed: false },
  ]);
  const rows = await database.query<{ key: string }>("SELECT key FROM rate_limits");
  expect(rows.map(({ key }) => key.slice(0, 5))).toEqual(["test:"]);
  const models = await services.models.fetchModels();
  expect(models[0]).toMatchObject({ demo: true });
  services.measures.requestedModel("a/b");
  expect(await metrics.render()).toContain('ai_requests_total{model="a/b"} 1');
  await close();
});

test("an override stands in for its service and nothing else", async () => {
  const worker = { id: "chosen" };
  const { services, close } = await createServices(readEnv(source()), { worker });
  expect(services.worker).toBe(worker);
  await services.store.check();
  await close();
});

test("a question is answered and stored with its cost; at shutdown the lease is given up", async () => {
  const { services, close } = await createServices(readEnv(source()));
  const background = await startBackground(services);
  const leases = () =>
    database.query("SELECT id FROM workers WHERE id = $1 AND lease_until > now()", [services.worker.id]);
  expect(await leases()).toHaveLength(1);
  const userId = await createUser(services);
  const ctx = personContext(services, userId);
  const sent = await sendMessage(ctx, { clientId: services.ids.next(), text: "hello [[sandbox tokens=30]]" });
  await services.answers.idle(10_000);
  const answer = await services.store.asUser(userId, (tx) => tx.messages.findById(sent.answerId));
  expect(answer).toMatchObject({ status: "complete", receipt: { costState: "reported", completionTokens: 30 } });
  await background.stop(5_000);
  expect(await leases()).toHaveLength(0);
  await close();
});

test("what a stopped answer cost is found later, without anybody asking", async () => {
  const { services, close } = await createServices(readEnv(source()));
  const background = await startBackground(services);
  const userId = await createUser(services);
  const text = "[[sandbox tokens=5000 interval=5]]";
  const model = (await services.models.fetchModels()).find(({ free }) => !free)?.id ?? "";
  const sent = await sendMessage(personContext(services, userId), { clientId: services.ids.next(), text, model });
  await expect.poll(() => services.answers.find(sent.generationId)?.text ?? "", { timeout: 5_000 }).not.toBe("");
  services.answers.find(sent.generationId)?.abort.abort();
  await services.answers.idle(5_000);
  const answer = () => services.store.asUser(userId, (tx) => tx.messages.findById(sent.answerId));
  expect(await answer()).toMatchObject({ status: "stopped", receipt: { costState: "pending", costUsd: null } });
  await expect.poll(answer, { timeout: 20_000, interval: 200 }).toMatchObject({ receipt: { costState: "reported" } });
  const billed = sandbox.log.entries().findLast((entry) => entry.type === "ended");
  expect(Number(billed?.costUsd)).toBeGreaterThan(0);
  expect(Number((await answer())?.receipt?.costUsd)).toBe(Number(billed?.costUsd));
  await background.stop(1_000);
  await close();
});

test("a database that is away is told by the port's error, not by a driver's", async () => {
  const away = {
    ...source(),
    DATABASE_URL: "postgresql://a:b@127.0.0.1:9/x",
    DATABASE_SYSTEM_URL: "postgresql://a:b@127.0.0.1:9/x",
  };
  const { services, close } = await createServices(readEnv(away));
  const asked = services.store.asSystem((tx) => tx.spend.since(services.clock.now()));
  await expect(asked).rejects.toBeInstanceOf(ProcodeError);
  await expect(asked).rejects.toMatchObject({ code: "UNAVAILABLE", details: { reason: "database-away" } });
  await close();
});
