import { DEFAULT_PROACTIVE_SETTINGS } from "@procode/core";
import { scheduleReminder } from "@procode/core/testing";
import type { MessagePage } from "@procode/contracts";
import { createInngestSandbox, createUpstashSandbox, type InngestSandbox, type UpstashSandbox } from "@procode/sandbox";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Browserless, openBrowserless } from "../product/open-browserless.ts";
import { type Fleet, openFleet } from "../product/open-fleet.ts";
import { type RedisServer, startRedis } from "../product/start-redis.ts";
import { takenBy } from "../product/telegram-log.ts";
import { searchProgram } from "../runner/find-program.ts";
import { REDIS } from "../runner/programs.ts";

const PATIENCE = { timeout: 30_000, interval: 50 };
const AT_ONCE = "[[sandbox echo first=0 interval=0]]";
const SIGNING_KEY = `signkey-test-${"0a1b".repeat(16)}`;

describe.skipIf(searchProgram(REDIS) === null)("one after the other goes away, and the rest goes on", () => {
  let redis: RedisServer;
  let upstash: UpstashSandbox;
  let inngest: InngestSandbox;
  let fleet: Fleet;
  let web: Browserless;
  let account: { email: string; password: string };
  let conversationId: string;
  beforeAll(async () => {
    redis = await startRedis();
    upstash = await createUpstashSandbox({ redisUrl: redis.url });
    inngest = await createInngestSandbox({ signingKey: SIGNING_KEY });
    fleet = await openFleet({
      webs: 1,
      bots: 1,
      env: {
        ...{ UPSTASH_REDIS_REST_URL: upstash.url, UPSTASH_REDIS_REST_TOKEN: upstash.token },
        ...{ INNGEST_SIGNING_KEY: SIGNING_KEY, INNGEST_EVENT_KEY: "event", INNGEST_BASE_URL: inngest.origin },
      },
    });
    web = openBrowserless(fleet.webs[0]?.url ?? "");
    account = await web.signUp();
  });
  afterAll(async () => {
    await fleet?.close();
    await inngest?.close();
    await upstash?.close();
    await redis?.stop();
  });

  /** Somebody signs in, asks, is answered and reads what was said before. */
  async function works(words: string): Promise<void> {
    const person = openBrowserless(fleet.webs[0]?.url ?? "");
    expect(await person.logIn(account.email, account.password)).toBe(true);
    const sent = await person.send(`${words} ${AT_ONCE}`, conversationId);
    expect((await person.follow(sent.generationId)).message).toMatchObject({ status: "complete" });
    conversationId = sent.conversationId;
    const { messages } = await person.ask<MessagePage>("conversations.messages", { conversationId });
    expect(messages[1]?.text).toContain(words);
    await person.ask("context.update", { occupation: words }, "mutation");
    expect(await person.ask("context.get")).toMatchObject({ profile: { occupation: words } });
    expect((await person.request("/api/health/ready")).status).toBe(200);
  }

  /** As Inngest calls a function: again and again, with what its steps came to, until it is over. */
  async function callThrough(functionId: string): Promise<number> {
    const steps: Record<string, { type: "data"; data: unknown }> = {};
    for (;;) {
      const { query, init } = inngest.call(functionId, { runId: "run", steps });
      const response = await fetch(`${fleet.webs[0]?.url}/api/inngest${query}`, init);
      if (response.status !== 206) return response.status;
      for (const { id, data } of (await response.json()) as { id: string; data: unknown }[])
        steps[id] = { type: "data", data };
    }
  }

  it("all of it is there", () => works("Everybody is here"));

  it("the bot: the web answers, and what was written to the bot waits for the next one", async () => {
    const person = await fleet.newPersona();
    await vi.waitFor(() => expect(takenBy(fleet, person.chatId)).toHaveLength(2), PATIENCE);
    await fleet.bots[0]?.kill();
    person.say(`Is anybody there? ${AT_ONCE}`);
    await works("No bot");
    await fleet.startBot();
    await vi.waitFor(() => expect(takenBy(fleet, person.chatId)[2]).toMatch(/^Is anybody there/), PATIENCE);
  });

  it("Redis, and then the door before it: everything is asked from PostgreSQL", async () => {
    await redis.stop();
    await works("No Redis");
    await upstash.close();
    await works("No Upstash");
  });

  it("Inngest: what is to be told waits in its rows, and goes when Inngest calls again", async () => {
    await inngest.close();
    const { userId, ctx } = await fleet.newAccount();
    const quietHours: typeof DEFAULT_PROACTIVE_SETTINGS.quietHours = [null, null, null, null, null, null, null];
    const now = fleet.runtime.services.clock.now();
    await ctx.store.asUser(userId, (tx) =>
      tx.proactive.saveSettings({ ...DEFAULT_PROACTIVE_SETTINGS, optedInAt: now, channels: ["web"], quietHours }),
    );
    const id = await scheduleReminder(ctx, { userId, text: "Tea is out.", atMs: now.getTime(), forHours: 6 });
    await works("No Inngest");
    const state = async () => (await ctx.store.asUser(userId, (tx) => tx.proactive.findById(id)))?.state;
    expect(await state()).toBe("scheduled");
    inngest = await createInngestSandbox({ signingKey: SIGNING_KEY });
    expect(await callThrough("procode-deliver-proactive")).toBe(200);
    expect(await state()).toBe("sent");
  });

  it("an unexpected failure tells whoever asked its id and nothing of itself, and the log all of it", async () => {
    await fleet.database.query("REVOKE SELECT ON conversations FROM procode_app");
    const { status, headers, body } = await web.call("conversations.list", {});
    await fleet.database.query("GRANT SELECT ON conversations TO procode_app");
    expect([status, body.error?.data.details.reason]).toEqual([500, "unexpected"]);
    expect(body.error?.data.details).toMatchObject({ requestId: headers.get("x-request-id") });
    expect(JSON.stringify(body)).not.toMatch(/permission|denied|stack|\.ts|SELECT/);
    await vi.waitFor(
      () => expect(fleet.webs[0]?.output()).toMatch(/permission denied for table conversations/),
      PATIENCE,
    );
  });

  it("the models: the question is kept, the answer says why there is none, and what was said is read as before", async () => {
    await fleet.models.close();
    const { generationId, answerId } = await web.send(`No models ${AT_ONCE}`, conversationId);
    expect((await web.follow(generationId)).message).toMatchObject({
      ...{ id: answerId, status: "failed", text: "" },
      failure: { reason: expect.stringMatching(/^provider-/) },
    });
    const { messages } = await web.ask<MessagePage>("conversations.messages", { conversationId });
    expect(messages.map(({ text }) => text).join()).toMatch(
      /No models[\s\S]*No Inngest[\s\S]*No Upstash[\s\S]*No Redis/,
    );
  });
});
