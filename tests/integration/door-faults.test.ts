import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { NewApiKey, Usage } from "@procode/contracts";
import { startTestDatabase, type TestDatabase } from "@procode/db/testing";
import { createServices, readEnv } from "@procode/runtime";
import { createOpenRouterSandbox, type OpenRouterSandbox, seededRandom } from "@procode/sandbox";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createTelegramDoor } from "../../apps/web/server/telegram-door.ts";
import { openBrowserless } from "../product/open-browserless.ts";
import { newHome, startProduct } from "../product/start-product.ts";

const SECRET = "a-secret-that-only-telegram-knows";
let home: string;
let sandbox: OpenRouterSandbox;
let database: TestDatabase;
let env: Record<string, string>;

beforeAll(async () => {
  home = await newHome("door-faults");
  sandbox = await createOpenRouterSandbox({ seed: 5, generationDelayMs: 100 });
  database = await startTestDatabase();
  env = {
    LOG_LEVEL: "silent",
    DATABASE_URL: database.urls.app,
    DATABASE_SYSTEM_URL: database.urls.system,
    DATABASE_OWNER_URL: database.urls.owner,
    NEXTAUTH_SECRET: "q8Zt2LxV6nRb4HwYc1Kd9MfJ7sGp3TeA5uWi0oXy",
    ENCRYPTION_KEYS: `k1:${Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString("base64")}`,
    OPENROUTER_BASE_URL: sandbox.url,
  };
});
afterAll(async () => {
  await sandbox?.close();
  await database?.stop();
  await rm(home, { recursive: true, force: true });
});

it("counts each completion that a kill -9 broke off once, whatever of it had come", async () => {
  const random = seededRandom(11, "completions");
  const first = await startProduct({ home, env });
  const ada = openBrowserless(first.url);
  const { email, password } = await ada.signUp();
  const key = { name: "A script", scopes: ["chat"] };
  const { key: apiKey } = await ada.ask<NewApiKey>("account.apiKeys.create", key, "mutation");
  const openai = new OpenAI({ apiKey, baseURL: `${first.url}/api/v1`, maxRetries: 0 });
  const begun = Array.from({ length: 8 }, async (_, index) => {
    const content = `Crash ${index} [[sandbox first=5 interval=${5 + Math.floor(random() * 20)} tokens=5000]]`;
    const messages = [{ role: "user" as const, content }];
    const stream = await openai.chat.completions.create({ model: "openai/gpt-4o-mini", messages, stream: true });
    const goal = Math.floor(random() * 80);
    let length = 0;
    for await (const chunk of stream) {
      length += chunk.choices[0]?.delta.content?.length ?? 0;
      if (length > goal) return stream;
    }
    throw new Error("The stream ended by itself.");
  });
  // Leaving the loop closed each socket; these stay open until the process dies.
  const open = Array.from({ length: 4 }, async (_, index) => {
    const content = `Die ${index} [[sandbox first=5 interval=5 tokens=5000]]`;
    const messages = [{ role: "user" as const, content }];
    return openai.chat.completions.create({ model: "openai/gpt-4o-mini", messages });
  });
  const died = Promise.allSettled(open);
  await Promise.all(begun);
  await vi.waitFor(() => expect(sandbox.log.calls()).toHaveLength(12), { timeout: 20_000, interval: 20 });
  await vi.waitFor(
    async () => expect(await database.query("SELECT FROM ai_responses WHERE provider_id IS NOT NULL")).toHaveLength(12),
    { timeout: 10_000, interval: 50 },
  );
  await first.kill();
  expect((await died).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected", "rejected"]);
  await vi.waitFor(() => expect(sandbox.log.calls().every(({ ended }) => ended)).toBe(true), { timeout: 10_000 });

  const second = await startProduct({ home, env });
  try {
    const again = openBrowserless(second.url);
    expect(await again.logIn(email, password)).toBe(true);
    await database.shiftLeaseTime(901);
    await vi.waitFor(
      async () => {
        const usage = await again.ask<Usage>("analytics.usage", {});
        expect(usage).toMatchObject({ answers: 12, costUnknown: 0 });
        expect(Number(usage.costUsd)).toBeCloseTo(Number(sandbox.log.billed().totalUsd), 12);
        expect(Number(usage.costUsd)).toBeGreaterThan(0);
      },
      { timeout: 60_000, interval: 500 },
    );
    expect(await database.query("SELECT FROM conversations")).toEqual([]);
  } finally {
    await second.stop();
  }
});

it("stores what Telegram brings before it says 200, within a tenth of a second, and nothing without the secret", async () => {
  const runtime = await createServices(readEnv({ NODE_ENV: "test", ...env }));
  const door = createTelegramDoor(runtime.services, { botId: 42, secret: SECRET });
  const server = createServer((request, response) => void door(request, response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
    const post = (updateId: number, secret: string) => {
      const from = { id: updateId % 7, is_bot: false, first_name: "Ada" };
      const message = {
        message_id: 1,
        date: 1,
        from,
        chat: { id: from.id, type: "private" },
        text: `a\0b ${randomUUID()}`,
      };
      const headers = { "x-telegram-bot-api-secret-token": secret };
      return fetch(url, { method: "POST", headers, body: JSON.stringify({ update_id: updateId, message }) });
    };
    const rows = () => database.query<{ id: string }>("SELECT update_id AS id FROM telegram_updates WHERE bot_id = 42");
    for (const secret of ["", "x", SECRET.slice(1), `${SECRET}x`]) expect((await post(1, secret)).status).toBe(401);
    expect(await rows()).toEqual([]);

    await post(1, SECRET);
    const took: number[] = [];
    for (let id = 1; id <= 60; id++) {
      const startedMs = performance.now();
      expect((await post(id, SECRET)).status).toBe(200);
      took.push(performance.now() - startedMs);
      expect(
        await database.query("SELECT FROM telegram_updates WHERE bot_id = 42 AND update_id = $1", [id]),
      ).toHaveLength(1);
    }
    // The median, since this machine may have other things to do.
    expect(took.toSorted((a, b) => a - b)[took.length / 2]).toBeLessThan(100);
    const twice = await Promise.all(Array.from({ length: 40 }, (_, index) => post(100 + (index % 8), SECRET)));
    expect(twice.every(({ status }) => status === 200)).toBe(true);
    expect(await rows()).toHaveLength(68);
  } finally {
    server.closeAllConnections();
    server.close();
    await runtime.close();
  }
});
