import { createCaller } from "@procode/api";
import {
  announceTelegramBot,
  type Context,
  confirmTelegramLink,
  createTelegramLink,
  jobContext,
  openTelegramLink,
} from "@procode/core";
import { startTestDatabase, type TestDatabase } from "@procode/db/testing";
import { createServices, type Runtime, readEnv } from "@procode/runtime";
import {
  createOpenRouterSandbox,
  createTelegramSandbox,
  type OpenRouterSandbox,
  type PersonActs,
  type TelegramSandbox,
} from "@procode/sandbox";
import { startBot } from "./start-bot.ts";
import type { ServerProcess } from "./start-server.ts";

export type Persona = PersonActs & { chatId: number; userId: string; ctx: Context };

/** PostgreSQL, both vendors and people, around a bot's process that tests start, kill and start again. */
export type TelegramWorld = {
  database: TestDatabase;
  models: OpenRouterSandbox;
  telegram: TelegramSandbox;
  runtime: Runtime;
  job: Context;
  botId: number;
  /** The environment of its processes. */
  env: Record<string, string>;
  /** `change` overrides its environment, to put a proxy in between. */
  startBot(change?: Record<string, string>): Promise<ServerProcess>;
  /** An account, by the real verbs; nobody in Telegram yet. */
  newAccount(): Promise<{ userId: string; ctx: Context }>;
  /** Somebody in Telegram who is connected to an account of their own, linked by the real verbs, who pressed Start. */
  newPersona(languageCode?: string): Promise<Persona>;
  /** The same for an account that there is. */
  connectPersona(account: { userId: string; ctx: Context }, languageCode?: string): Promise<Persona>;
  /** What the chat's sends came to, in order. */
  sends(chatId: number): Promise<SendRow[]>;
  close(): Promise<void>;
};
export type SendRow = {
  key: string;
  state: string;
  reason: string | null;
  part: number;
  messageId: string | null;
  telegramMessageId: number | null;
};

export async function openTelegramWorld({
  seed = 1,
  appUrl = "http://localhost:3000",
  database: given,
  env: more = {},
}: {
  seed?: number;
  appUrl?: string;
  /** One that the test can break; stopped with the world like one of its own. */
  database?: TestDatabase | undefined;
  env?: Record<string, string>;
} = {}): Promise<TelegramWorld> {
  const database = given ?? (await startTestDatabase());
  const models = await createOpenRouterSandbox({ seed, defaults: { firstMs: 5, intervalMs: 1 } });
  const telegram = await createTelegramSandbox({ seed });
  const env: Record<string, string> = {
    NODE_ENV: "test",
    LOG_LEVEL: "warn",
    APP_URL: appUrl,
    DATABASE_URL: database.urls.app,
    DATABASE_SYSTEM_URL: database.urls.system,
    NEXTAUTH_SECRET: "q8Zt2LxV6nRb4HwYc1Kd9MfJ7sGp3TeA5uWi0oXy",
    ENCRYPTION_KEYS: `k1:${Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString("base64")}`,
    OPENROUTER_BASE_URL: models.url,
    TELEGRAM_API_ROOT: telegram.url,
    ...more,
  };
  const runtime = await createServices(readEnv({ ...env, LOG_LEVEL: "silent" }));
  const { services } = runtime;
  const door = services.channels.telegram;
  if (!door) throw new Error("the sandbox's Telegram is not wired");
  const job = jobContext(services, "telegram-world");
  const bot = await door.identify();
  await announceTelegramBot(job, { ...bot, openUrl: `${telegram.url}/phone` });
  const { botId } = bot;
  let people = 0;

  async function newAccount() {
    const [userId, sessionId] = [services.ids.next(), services.ids.next()];
    await services.store.asSystem(async (tx) => {
      await tx.accounts.create({
        id: userId,
        email: `${userId}@example.com`,
        name: "Person",
        passwordHash: "no password has this hash",
        timeZone: null,
      });
      const expiresAt = new Date(services.clock.now().getTime() + 86_400_000);
      await tx.accounts.startSession({ id: sessionId, userId, userAgent: "test", address: "127.0.0.1", expiresAt });
    });
    const actor = { kind: "user", userId, sessionId, role: "user" } as const;
    return { userId, ctx: { ...job, actor } satisfies Context };
  }

  async function connectPersona({ userId, ctx }: { userId: string; ctx: Context }, languageCode = "en") {
    const chatId = 1_000 + ++people;
    const acts = telegram.person({ id: chatId, firstName: `Person ${people}`, languageCode });
    const { link, url } = await createTelegramLink(ctx);
    const token = new URL(url).searchParams.get("start") ?? "";
    const person = { telegramUserId: chatId, username: null, name: `Person ${people}` };
    await openTelegramLink(job, { botId, chatId, person, token });
    await confirmTelegramLink(ctx, { linkId: link.id });
    acts.start();
    return { ...acts, chatId, userId, ctx };
  }

  return {
    database,
    models,
    telegram,
    runtime,
    job,
    botId,
    env,
    startBot: (change = {}) => startBot({ ...env, ...change }),
    newAccount,
    newPersona: async (languageCode) => connectPersona(await newAccount(), languageCode),
    connectPersona,
    sends: (chatId) =>
      database.query<SendRow>(
        `SELECT dedupe_key AS key, state, reason, part, message_id AS "messageId", telegram_message_id::int AS "telegramMessageId"
         FROM telegram_sends WHERE chat_id = $1 ORDER BY id`,
        [chatId],
      ),
    async close() {
      await runtime.close();
      await Promise.all([models.close(), telegram.close()]);
      await database.stop();
    },
  };
}

/** What a person's calls over the web would return. */
export const callerOf = (ctx: Context) => createCaller(ctx);
