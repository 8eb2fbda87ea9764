import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createTelegramDoor } from "../../apps/web/server/telegram-door.ts";
import { openTelegramWorld, type TelegramWorld } from "../product/open-telegram-world.ts";
import { callsTo, takenBy } from "../product/telegram-log.ts";

const SECRET = "a-secret-that-only-telegram-knows";
const PATIENCE = { timeout: 30_000, interval: 50 };
let world: TelegramWorld;
let web: Server;
let appUrl: string;

beforeAll(async () => {
  world = await openTelegramWorld({ seed: 8 });
  const door = createTelegramDoor(world.runtime.services, { botId: world.botId, secret: SECRET });
  web = createServer((request, response) => void door(request, response)).listen(0, "127.0.0.1");
  await once(web, "listening");
  const address = web.address();
  appUrl = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
});
afterAll(async () => {
  web?.closeAllConnections();
  web?.close();
  await world?.close();
});

const startBot = (mode: string) =>
  world.startBot({
    APP_URL: appUrl,
    TELEGRAM_MODE: mode,
    TELEGRAM_WEBHOOK_SECRET: SECRET,
    TELEGRAM_BOT_TOKEN: `${world.botId}:${"x".repeat(35)}`,
  });
const modes = () =>
  world.telegram.log
    .entries()
    .flatMap((entry) => (entry.type === "accepted" && /Webhook$/.test(entry.method) ? [entry.method] : []));

it("in webhook mode the web takes updates, the bot answers them, /stop holds at once, and polling takes it back", async () => {
  const bot = await startBot("webhook");
  expect(modes()).toEqual(["setWebhook"]);
  const person = await world.newPersona();
  await vi.waitFor(() => expect(takenBy(world, person.chatId)).toHaveLength(2), PATIENCE);
  person.say("By webhook [[sandbox first=10 interval=30 tokens=2000]]");
  await vi.waitFor(() => expect(callsTo(world, person.chatId, "sendMessageDraft").length).toBeGreaterThan(0), PATIENCE);
  person.say("/stop");
  await vi.waitFor(() => expect(takenBy(world, person.chatId)).toHaveLength(4), PATIENCE);
  expect(takenBy(world, person.chatId)[2]).toContain("Stopped here.");
  expect(world.telegram.log.entries().some((entry) => entry.type === "accepted" && entry.method === "getUpdates")).toBe(
    false,
  );
  await bot.stop();

  const polling = await startBot("polling");
  expect(modes()).toEqual(["setWebhook", "deleteWebhook"]);
  person.say("By polling [[sandbox echo first=0 interval=0]]");
  await vi.waitFor(() => expect(takenBy(world, person.chatId)[4]).toMatch(/^By polling/), PATIENCE);
  await polling.stop();
});
