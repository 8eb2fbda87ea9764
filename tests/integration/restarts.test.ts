import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import { once } from "node:events";
import type { Message, MessagePage } from "@procode/contracts";
import { createOpenRouterSandbox, type OpenRouterSandbox } from "@procode/sandbox";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openBrowserless } from "../product/open-browserless.ts";
import { descendants, freePort, newHome, startProduct } from "../product/start-product.ts";

let home: string;
let sandbox: OpenRouterSandbox;

beforeAll(async () => {
  home = await newHome("restarts");
  sandbox = await createOpenRouterSandbox({ seed: 2 });
});
afterAll(async () => {
  await sandbox.close();
  await rm(home, { recursive: true, force: true });
});

describe("the whole product on one machine", () => {
  it("keeps the text of an answer that a kill -9 of everything broke off, and writes it again on demand", async () => {
    const env = { OPENROUTER_BASE_URL: sandbox.url };
    const first = await startProduct({ home, env });
    const before = openBrowserless(first.url);
    const { email, password } = await before.signUp();
    const sent = await before.send(`Long. ${randomUUID()} [[sandbox first=10 interval=15 tokens=2000]]`);
    const seen = await before.follow(sent.generationId, { stopWhen: (text) => text.length > 200 });
    await vi.waitFor(() => expect(seen.text.length).toBeGreaterThan(200));
    await first.kill();

    const startedMs = performance.now();
    const second = await startProduct({ home, env });
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    try {
      const after = openBrowserless(second.url);
      expect(await after.logIn(email, password)).toBe(true);
      const answer = async (): Promise<Message | undefined> =>
        (await after.ask<MessagePage>("conversations.messages", { conversationId: sent.conversationId })).messages.find(
          ({ id }) => id === sent.answerId,
        );
      await vi.waitFor(
        async () => expect(await answer()).toMatchObject({ status: "interrupted", failure: { reason: "owner-died" } }),
        { timeout: 15_000, interval: 200 },
      );
      const kept = (await answer())?.text ?? "";
      expect(kept.length).toBeGreaterThan(50);
      const resumed = await after.follow(sent.generationId, { lastEventId: seen.lastEventId });
      expect(resumed.message?.text).toBe(kept);
      const again = await after.ask<{ generationId: string }>(
        "chat.regenerate",
        { clientId: randomUUID(), messageId: sent.answerId },
        "mutation",
      );
      expect(
        (await after.follow(again.generationId, { stopWhen: (text) => text.length > 100 })).text.length,
      ).toBeGreaterThan(100);
    } finally {
      const tree = await descendants(second.process.pid ?? 0);
      const stopMs = performance.now();
      expect(await second.stop()).toBe(0);
      expect(performance.now() - stopMs).toBeLessThan(10_000);
      for (const pid of tree) expect(() => process.kill(pid, 0), `process ${pid} is still there`).toThrow();
    }
  });

  it("says in one sentence what stands in the way of a start", async () => {
    const holder = createServer();
    holder.listen(0, "127.0.0.1");
    await once(holder, "listening");
    const address = holder.address();
    const port = typeof address === "object" && address ? address.port : 0;
    await expect(startProduct({ home, env: { PORT: String(port) } })).rejects.toThrow(
      `Port ${port} is taken by another program`,
    );
    holder.close();
    await expect(startProduct({ home, env: { PORT: "a lot" } })).rejects.toThrow(/ended with 78[\s\S]*PORT is "a lot"/);
    await expect(startProduct({ home, env: { DATABASE_URL: "postgresql://x@127.0.0.1:1/x" } })).rejects.toThrow(
      /ended with 78[\s\S]*DATABASE_SYSTEM_URL and DATABASE_OWNER_URL/,
    );
    const gone = `postgresql://x:x@127.0.0.1:${await freePort()}/x`;
    await expect(
      startProduct({ home, env: { DATABASE_URL: gone, DATABASE_SYSTEM_URL: gone, DATABASE_OWNER_URL: gone } }),
    ).rejects.toThrow(/can not be reached/);
  });
});
