import { rm } from "node:fs/promises";
import type { NewTelegramLink, TelegramStatus } from "@procode/contracts";
import { createOpenRouterSandbox, type OpenRouterSandbox } from "@procode/sandbox";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { openBrowserless } from "../product/open-browserless.ts";
import { descendants, newHome, type Product, startProduct } from "../product/start-product.ts";

let home: string;
let sandbox: OpenRouterSandbox;
let product: Product;

beforeAll(async () => {
  home = await newHome("telegram");
  sandbox = await createOpenRouterSandbox({ seed: 4, defaults: { firstMs: 5, intervalMs: 1 } });
  product = await startProduct({ home, env: { OPENROUTER_BASE_URL: sandbox.url } });
});
afterAll(async () => {
  await product?.stop();
  await sandbox?.close();
  await rm(home, { recursive: true, force: true });
});

const PATIENCE = { timeout: 60_000, interval: 100 };

it("npm start brings a Telegram of its own, and a bot that comes back by itself while the web goes on", async () => {
  expect(product.output()).toMatch(/telegram +@procode_demo_bot, http:\/\/\S+\/phone +TELEGRAM_BOT_TOKEN for the real/);
  const telegram = product.telegram();
  const web = openBrowserless(product.url);
  await web.signUp();
  const { url, link } = await web.ask<NewTelegramLink>("telegram.createLink", undefined, "mutation");
  expect(url).toContain("/phone?start=");
  const ada = await telegram.person({ id: 1_001, firstName: "Ada", username: "ada" });
  await ada.start(new URL(url).searchParams.get("start") ?? "");
  await vi.waitFor(async () => {
    expect((await web.ask<TelegramStatus>("telegram.status")).link).toMatchObject({ state: "opened" });
  }, PATIENCE);
  const texts = async () => (await ada.sees()).messages.filter(({ from }) => from === "bot").map(({ text }) => text);
  // Who confirms sooner than the bot has answered gets the two messages in the other order.
  await vi.waitFor(async () => expect((await texts()).at(-1)).toMatch(/^This link belongs to/), PATIENCE);
  await web.ask("telegram.confirm", { linkId: link.id }, "mutation");
  // Queued by the web's process, sent by the bot's.
  await vi.waitFor(async () => expect((await texts()).at(-1)).toMatch(/^This chat now belongs to/), PATIENCE);

  await ada.say("Before [[sandbox echo]]");
  await vi.waitFor(async () => expect((await texts()).at(-1)).toMatch(/^Before/), PATIENCE);
  const health = async () => (await (await web.request("/api/health/ready")).json()) as object;
  expect(await health()).toMatchObject({ status: "ready", bot: "polls" });
  await product.killBot();
  await ada.say("Meanwhile [[sandbox echo]]");
  await vi.waitFor(
    () => expect(product.output()).toMatch(/The telegram process ended by itself \(SIGKILL\).*the web goes on/),
    PATIENCE,
  );
  expect((await web.request("/api/health/ready")).status).toBe(200);
  await vi.waitFor(async () => expect((await texts()).at(-1)).toMatch(/^Meanwhile/), PATIENCE);
  expect(await health()).toMatchObject({ status: "ready", bot: "polls" });
  expect(product.output()).toMatch(/The telegram process runs again: @procode_demo_bot/);
  const { conversations } = await web.ask<{ conversations: { channels: string[] }[] }>("conversations.list", {});
  expect(conversations).toMatchObject([{ channels: ["telegram"] }]);

  const tree = await descendants(product.process.pid ?? 0);
  const stopMs = performance.now();
  expect(await product.stop()).toBe(0);
  expect(performance.now() - stopMs).toBeLessThan(10_000);
  for (const pid of tree) expect(() => process.kill(pid, 0), `process ${pid} is still there`).toThrow();
});
