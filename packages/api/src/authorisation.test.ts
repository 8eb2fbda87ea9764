import { ApiKeyScope, ConversationInput } from "@procode/contracts";
import {
  type Actor,
  type Context,
  addProactiveSchedule,
  announceTelegramBot,
  createApiKey,
  createTelegramLink,
  jobContext,
  openTelegramLink,
  sendMessage,
} from "@procode/core";
import { createTestContext } from "@procode/core/testing";
import { describe, expect, it } from "vitest";
import { requirePolicies } from "./enforce-policy.ts";
import { probes } from "./testing/sweep.ts";
import { createCallerFactory, createRouter, userProcedure } from "./trpc.ts";

const WORDS = "the owner's own words";

/** Two people; all that the first one has is named by `ids`. */
async function twoPeople() {
  const base = createTestContext();
  const owner = await base.newPerson("owner@example.com");
  const stranger = await base.newPerson("stranger@example.com");
  const sent = await sendMessage(owner, { clientId: crypto.randomUUID(), text: WORDS });
  await owner.untilIdle();
  const { id: keyId } = await createApiKey(owner, { name: "Owner's", scopes: ["chat"] });
  await announceTelegramBot(jobContext(base, "test"), {
    botId: 1,
    username: "bot",
    name: "Bot",
    openUrl: "https://t.me/bot",
  });
  const { link, url } = await createTelegramLink(owner);
  const openLink = () =>
    openTelegramLink(jobContext(base, "test"), {
      ...{ botId: 1, chatId: 1, token: new URL(url).searchParams.get("start") ?? "" },
      person: { telegramUserId: 1, username: null, name: "Ada" },
    });
  const id = await proactiveThings(owner);
  const { conversationId, messageId, answerId, generationId } = sent;
  const text = (row: unknown) => JSON.stringify(row, (_, value) => (typeof value === "bigint" ? String(value) : value));
  const ownersRows = () =>
    Object.values(base.store.tables() as Record<string, Iterable<unknown>>)
      .flatMap((table) => [...table].map(text))
      .filter((row) => row.includes(owner.userId));
  return {
    base,
    owner,
    stranger,
    ids: { conversationId, messageId, parentId: messageId, generationId, answerId, keyId, linkId: link.id, id },
    openLink,
    ownersRows,
  };
}

/** A schedule and a message of their owner's under one id, since procedures take both as `id`. */
async function proactiveThings(owner: Context & { userId: string }): Promise<string> {
  const { id } = await addProactiveSchedule(owner, { words: WORDS, topic: "Plan", weekdays: [1], at: "08:00" });
  const at = owner.clock.now();
  await owner.store.asUser(owner.userId, (tx) =>
    tx.proactive.append({
      ...{ id, slot: at, reason: WORDS, topic: "Plan", rule: "schedule", text: WORDS, why: WORDS, facts: [] },
      ...{ model: null, generationId: null, confidence: 90, loopId: null, contextVersion: 0, settingsVersion: 0 },
      ...{ newestMessageId: null, plannedAt: at, scheduledFor: at, expiresAt: at },
    }),
  );
  return id;
}

/** What stands for a person beside their own session. */
const standIns = (userId: string): Actor[] => [
  { kind: "channel", userId, channel: "telegram" },
  { kind: "apiKey", userId, keyId: crypto.randomUUID(), scopes: ApiKeyScope.options },
  ...ApiKeyScope.options.map((scope): Actor => keyWith(userId, scope)),
];
const keyWith = (userId: string, scope: ApiKeyScope): Actor => ({
  kind: "apiKey",
  userId,
  keyId: crypto.randomUUID(),
  scopes: [scope],
});

describe("every procedure of the router", () => {
  it.each(probes())("$path has a policy, a scope for keys, and checks its input", ({ policy, scope, hasInput }) => {
    expect(["guest", "user", "session", "admin"]).toContain(policy);
    expect(scope === null).toBe(policy !== "user");
    expect(hasInput).toBe(true);
  });

  it.each(probes().filter(({ policy }) => policy !== "guest"))("$path refuses a guest", async ({ call }) => {
    const { base, ids } = await twoPeople();
    expect((await call(base, ids)).outcome).toBe("UNAUTHORIZED");
  });

  it.each(probes())("$path gives a stranger nothing of another person's", async ({ call }) => {
    const { stranger, ids, ownersRows } = await twoPeople();
    const before = ownersRows();
    expect(before.length).toBeGreaterThan(3);
    for (const messageId of [ids.messageId, ids.answerId]) {
      const { foreign, outcome, value } = await call(stranger, { ...ids, messageId });
      if (foreign.length > 0) expect(outcome).toBe("NOT_FOUND");
      expect(JSON.stringify(value) ?? "").not.toContain(WORDS);
    }
    await stranger.untilIdle();
    expect(ownersRows()).toEqual(before);
  });

  it.each(probes())("$path gives a stranger's chat or key nothing of another person's either", async (probe) => {
    const { base, stranger, ids, ownersRows } = await twoPeople();
    const before = ownersRows();
    for (const actor of standIns(stranger.userId)) {
      const { foreign, outcome, value } = await probe.call(base.as(actor), ids);
      if (foreign.length > 0) expect(outcome).toBe(mayCall(actor, probe) ? "NOT_FOUND" : "FORBIDDEN");
      expect(JSON.stringify(value) ?? "").not.toContain(WORDS);
    }
    await stranger.untilIdle();
    expect(ownersRows()).toEqual(before);
  });

  it.each(probes().filter(({ policy }) => policy !== "guest"))(
    "$path is closed to its own person's key without $scope, and names what is missing",
    async (probe) => {
      for (const scope of ApiKeyScope.options) {
        const { base, owner, ids, ownersRows } = await twoPeople();
        const before = ownersRows();
        const { outcome, value } = await probe.call(base.as(keyWith(owner.userId, scope)), ids);
        if (scope === probe.scope) expect(outcome).not.toBe("FORBIDDEN");
        else expect(outcome).toBe("FORBIDDEN");
        if (scope === probe.scope) await owner.untilIdle();
        else expect(ownersRows()).toEqual(before);
        if (probe.policy === "user" && scope !== probe.scope) expect(value).toContain(`"${probe.scope}"`);
      }
    },
  );

  it.each(probes().filter(({ policy, type }) => policy === "session" && type === "mutation"))(
    "$path stands in the audit log, with who did it and from where",
    async ({ call }) => {
      const { base, owner, ids, openLink } = await twoPeople();
      await openLink();
      const before = base.store.tables().audit.size;
      expect((await call(owner, ids)).outcome).toBe("answered");
      const noted = [...base.store.tables().audit.values()].slice(before);
      expect(noted).toMatchObject([{ userId: owner.userId, action: expect.any(String), address: "127.0.0.1" }]);
      expect(JSON.stringify(noted)).not.toContain(WORDS);
    },
  );

  it("lets no key and no chat make keys, see sessions or end them", () => {
    const closed = probes().filter(({ policy }) => policy === "session");
    const paths = closed.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        "account.apiKeys.create",
        "account.apiKeys.list",
        "account.apiKeys.revoke",
        "account.sessions",
        "account.signOutEverywhere",
      ]),
    );
  });

  it("asks a key for chat where one talks, for read where one reads, and for manage where one changes", () => {
    for (const { path, type, policy, scope } of probes().filter((probe) => probe.policy === "user")) {
      const expected = path.startsWith("chat.") ? "chat" : type === "mutation" ? "manage" : "read";
      expect([path, policy, scope]).toEqual([path, "user", expected]);
    }
  });

  it("sweeps enough to mean something", async () => {
    const { stranger, ids } = await twoPeople();
    const outcomes = await Promise.all(probes().map(({ call }) => call(stranger, ids)));
    expect(outcomes.filter(({ foreign }) => foreign.length > 0).length).toBeGreaterThanOrEqual(12);
  });
});

const mayCall = (actor: Actor, { policy, scope }: { policy: string | undefined; scope: ApiKeyScope | null }): boolean =>
  policy === "guest" ||
  (policy === "user" && (actor.kind !== "apiKey" || (scope !== null && actor.scopes.includes(scope))));

describe("the sweep itself", () => {
  it("finds a planted procedure that no key has a scope for, and a router with one does not start", async () => {
    const planted = createRouter({
      silent: userProcedure.input(ConversationInput).subscription(async function* () {
        yield "words";
      }),
    });
    expect(probes(planted, createCallerFactory(planted))).toMatchObject([{ policy: "user", scope: null }]);
    expect(() => requirePolicies(planted)).toThrow("silent has no scope");
    const { owner, ids } = await twoPeople();
    const [silent] = probes(planted, createCallerFactory(planted));
    expect((await silent?.call(owner, ids))?.outcome).toBe("INTERNAL_SERVER_ERROR");
  });

  it("finds a planted procedure that has no policy or trusts an id", async () => {
    const planted = createRouter({
      open: userProcedure.meta({ policy: undefined as never }).query(() => "open"),
      trusting: userProcedure.input(ConversationInput).query(({ input }) => `${WORDS} of ${input.conversationId}`),
    });
    const [open, trusting] = probes(planted, createCallerFactory(planted));
    expect([open?.policy, open?.hasInput]).toEqual([undefined, false]);
    expect(() => requirePolicies(planted)).toThrow("open has no policy");
    const { stranger, ids } = await twoPeople();
    const leak = await trusting?.call(stranger, ids);
    expect(leak).toMatchObject({
      foreign: ["conversationId"],
      outcome: "answered",
      value: expect.stringContaining(WORDS),
    });
  });
});
