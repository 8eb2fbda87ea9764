import { encodeCursor, type GenerationEnd, OUTDATED, type Outdated } from "@procode/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { explain, type Explained } from "../testing/explain.ts";
import { fillDatabase, filledId } from "../testing/fill-database.ts";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import { prismaAccounts } from "./accounts.ts";
import { prismaApiKeyDirectory, prismaApiKeys } from "./api-keys.ts";
import { prismaConversations } from "./conversations.ts";
import { prismaEventInbox } from "./event-inbox.ts";
import { prismaEvents } from "./events.ts";
import { prismaGenerationDesk } from "./generation-desk.ts";
import { prismaGenerations } from "./generations.ts";
import { prismaJobDesk } from "./job-desk.ts";
import { prismaMessages } from "./messages.ts";
import { prismaResponses, prismaSpend } from "./responses.ts";
import { prismaRetentionDesk } from "./retention-desk.ts";
import { prismaSessions } from "./sessions.ts";
import { sql } from "./sql.ts";
import { prismaTelegram } from "./telegram.ts";
import { prismaTelegramDesk } from "./telegram-desk.ts";
import type { Transaction } from "./transaction.ts";
import { prismaUsers } from "./users.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  await fillDatabase(database);
}, 120_000);
afterAll(() => database.stop());

const PERSON = filledId("user", 7);
const CONVERSATION = filledId("conversation", 7);
const QUESTION = filledId("message", 7);
const ANSWER = filledId("message", 30_007);
const GENERATION = filledId("generation", 7);
const OWNER = { workerId: "worker", fence: 1 };
const NOW = new Date("2026-11-24T12:00:00Z");
const END: GenerationEnd = {
  ...{
    state: "done",
    model: "a/b",
    providerId: "p",
    promptTokens: 1,
    completionTokens: 1,
    costUsd: "0.1",
    costState: "reported",
  },
  ...{ firstTokenMs: 1, totalMs: 1, finishReason: "stop", failure: null, at: NOW },
};
// One row, or as many as there are processes: read whole at any size of the product.
// What holds a row for each function, for each bucket that is not empty, or for each token of a bot, is small too.
const SMALL = ["instance", "workers", "job_schedules", "job_throttles"].concat(
  ["bots", "pollers", "tokens", "limits"].map((table) => `telegram_${table}`),
);

const OUTDATED_BY: Record<Outdated, string[]> = {
  sessions: ["sessions_expires_idx", "sessions_pkey"],
  emailConfirmations: ["email_confirmations_expires_idx", "email_confirmations_pkey"],
  apiKeys: ["api_keys_revoked_idx", "api_keys_pkey"],
  telegramUpdates: ["telegram_updates_done_idx", "telegram_updates_pkey"],
  telegramSends: ["telegram_sends_settled_idx", "telegram_sends_pkey"],
  telegramLinks: ["telegram_links_expires_idx", "telegram_links_pkey"],
  proactiveDecisions: ["proactive_decisions_hour_idx"],
  openLoops: ["open_loops_old_idx"],
  restingConversations: ["resting_conversations_due_idx"],
  conversationAnalyses: ["conversation_analyses_old_idx"],
};

function expectIndexes(plans: Explained[], indexes: string[]): void {
  expect(plans).not.toEqual([]);
  for (const { text, scanned, nodes } of plans) {
    expect(
      scanned.filter((table) => !SMALL.includes(table)),
      `${text}\n${nodes.join(" ")}`,
    ).toEqual([]);
  }
  expect(plans.flatMap((plan) => plan.indexes)).toEqual(expect.arrayContaining(indexes));
}

describe("as the app role, under its policies", () => {
  const conversations = (tx: Transaction) => prismaConversations(tx, PERSON);
  const messages = (tx: Transaction) => prismaMessages(tx, PERSON);
  const generations = (tx: Transaction) => prismaGenerations(tx, PERSON);
  const telegram = (tx: Transaction) => prismaTelegram(tx, PERSON);
  const cases: [string, (tx: Transaction) => Promise<unknown>, string[]][] = [
    [
      "the list of conversations",
      (tx) => conversations(tx).list({ archived: false, limit: 30 }),
      ["conversations_list_idx"],
    ],
    [
      "its next page",
      (tx) =>
        conversations(tx).list({ archived: false, limit: 30, cursor: encodeCursor([0, NOW.getTime(), CONVERSATION]) }),
      ["conversations_list_idx"],
    ],
    ["the archive", (tx) => conversations(tx).list({ archived: true, limit: 30 }), ["conversations_archive_idx"]],
    [
      "titles with a word",
      (tx) => conversations(tx).list({ archived: false, limit: 30, query: "title" }),
      ["conversations_list_idx"],
    ],
    ["one conversation", (tx) => conversations(tx).findById(CONVERSATION), ["conversations_pkey"]],
    [
      "a change of a conversation",
      (tx) => conversations(tx).update(CONVERSATION, { activeAt: NOW, channel: "web" }),
      ["conversations_pkey"],
    ],
    [
      "the newest messages",
      (tx) => messages(tx).page({ conversationId: CONVERSATION, limit: 50 }),
      ["messages_page_key"],
    ],
    [
      "older messages",
      (tx) => messages(tx).page({ conversationId: CONVERSATION, limit: 50, cursor: encodeCursor([ANSWER]) }),
      ["messages_page_key"],
    ],
    ["one message", (tx) => messages(tx).findById(QUESTION), ["messages_pkey"]],
    ["a message by its sender's id", (tx) => messages(tx).findByClientId(QUESTION), ["messages_client_id_key"]],
    ["answers to a message", (tx) => messages(tx).listChildren(QUESTION), ["messages_parent_idx"]],
    ["the path to a leaf", (tx) => messages(tx).listPath(ANSWER, 400), ["messages_pkey"]],
    ["the newest leaf", (tx) => messages(tx).findNewestLeaf(QUESTION), ["messages_parent_idx"]],
    [
      "the end of an answer's text",
      (tx) => messages(tx).finishAnswer(ANSWER, { status: "complete", text: "x", failure: null }),
      ["messages_pkey"],
    ],
    ["one generation", (tx) => generations(tx).findById(GENERATION), ["generations_pkey"]],
    [
      "running generations of a conversation",
      (tx) => generations(tx).listRunning(CONVERSATION),
      ["generations_running_idx"],
    ],
    ["running generations of a person", (tx) => generations(tx).listRunning(), ["generations_running_idx"]],
    ["the start of a generation", (tx) => generations(tx).start(GENERATION, OWNER, NOW), ["generations_pkey"]],
    ["a stop", (tx) => generations(tx).requestStop(GENERATION), ["generations_running_idx"]],
    ["what is new of an answer", (tx) => generations(tx).readOn(GENERATION, 500), ["generation_parts_pkey"]],
    ["the stored text", (tx) => generations(tx).readText(GENERATION), ["generation_parts_pkey"]],
    [
      "the end of a generation",
      (tx) => generations(tx).finish(GENERATION, OWNER, END),
      ["generations_running_idx", "messages_pkey", "conversations_pkey", "generation_parts_pkey"],
    ],
    [
      "a late cost",
      (tx) => prismaResponses(tx, PERSON).settle(GENERATION, { promptTokens: 1, completionTokens: 1, costUsd: "1" }),
      ["ai_responses_pkey"],
    ],
    [
      "usage of a month",
      (tx) => prismaResponses(tx, PERSON).usage({ since: new Date(NOW.getTime() - 30 * 86_400_000), now: NOW }),
      ["ai_responses_usage_idx", "ai_responses_tail_idx", "usage_days_pkey"],
    ],
    [
      "the days of usage brought up to date",
      (tx) => prismaResponses(tx, PERSON).rollUp(),
      ["ai_responses_tail_idx", "messages_pkey"],
    ],
    [
      "events for their consumers",
      (tx) => prismaEventInbox(tx, PERSON).take(["usage"], 200),
      ["event_cursors_pkey", "domain_events_pkey"],
    ],
    [
      "the mark that they are consumed",
      (tx) => prismaEventInbox(tx, PERSON).pass([{ consumer: "usage", sequence: 95n }]),
      ["event_cursors_pkey"],
    ],
    ["events from a number on", (tx) => prismaEvents(tx, PERSON).listAfter(50n, 100), ["domain_events_pkey"]],
    [
      "an event",
      (tx) =>
        prismaEvents(tx, PERSON).append({ type: "UserSettingsUpdated", payload: { userId: PERSON, changes: [] } }),
      ["event_counters_pkey"],
    ],
    ["the account", (tx) => prismaUsers(tx, PERSON).getAccount(), ["users_pkey"]],
    ["the settings", (tx) => prismaUsers(tx, PERSON).getSettings(), ["user_settings_pkey"]],
    ["the version of the context", (tx) => prismaUsers(tx, PERSON).getContextVersion(), ["user_contexts_pkey"]],
    ["API keys", (tx) => prismaApiKeys(tx, PERSON).list(), ["api_keys_pkey"]],
    ["the newest conversation", (tx) => conversations(tx).findNewest(), ["conversations_list_idx"]],
    [
      "the conversation of the newest message of one's own",
      (tx) => conversations(tx).findLastWritten(),
      ["conversations_pkey", "messages_pkey"],
    ],
    [
      "an answer's way to Telegram",
      (tx) => messages(tx).findById(ANSWER),
      ["messages_pkey", "telegram_sends_message_idx"],
    ],
    ["the connected chat", (tx) => telegram(tx).findConnection(), ["telegram_connections_pkey"]],
    [
      "the answer that a message in Telegram carries",
      (tx) => telegram(tx).findAnswer({ botId: 1, chatId: 7, telegramMessageId: 7 }),
      ["telegram_sends_message_idx"],
    ],
    ["a change of it", (tx) => telegram(tx).updateConnection({ showReceipt: false }), ["telegram_connections_pkey"]],
    [
      "an unlinking",
      (tx) => telegram(tx).disconnect("unlinked"),
      ["telegram_connections_pkey", "telegram_sends_open_idx", "telegram_sends_message_idx"],
    ],
    ["the newest link", (tx) => telegram(tx).findNewestLink(), ["telegram_links_pkey"]],
    ["a link for its maker", (tx) => telegram(tx).lockLink(QUESTION), ["telegram_links_pkey"]],
    [
      "a new link",
      (tx) => telegram(tx).appendLink({ id: ANSWER, botId: 1, tokenHash: "new", createdAt: NOW, expiresAt: NOW }),
      ["user_settings_pkey", "telegram_links_living_key"],
    ],
    ["living sessions", (tx) => prismaSessions(tx, PERSON).list(), ["sessions_living_idx"]],
  ];
  test.each(cases)("%s", async (_name, work, indexes) =>
    expectIndexes(await explain(database.urls.app, PERSON, work), indexes),
  );

  test("pages of lists come sorted out of their index", async () => {
    const plans = await explain(database.urls.app, PERSON, async (tx) => {
      await conversations(tx).list({
        archived: false,
        limit: 30,
        cursor: encodeCursor([0, NOW.getTime(), CONVERSATION]),
      });
      await messages(tx).page({ conversationId: CONVERSATION, limit: 50 });
    });
    for (const { nodes } of plans) expect(nodes).not.toContain("Sort");
  });

  test("a statement without an index would be found", async () => {
    const plans = await explain(database.urls.system, null, (tx) =>
      tx.rows(sql`SELECT id FROM generations WHERE model = 'x'`),
    );
    expect(() => expectIndexes(plans, [])).toThrow("generations");
  });

  // S6: whoever guesses ids learns nothing from the time that the answer takes.
  test("the way to somebody else's answer is the way to one that never was", async () => {
    const stranger = filledId("user", 9);
    const found: unknown[] = [];
    const wayTo = (id: string) =>
      explain(database.urls.app, stranger, async (tx) => {
        found.push(await prismaGenerations(tx, stranger).readOn(id, 0));
      });
    expect(await wayTo(GENERATION)).toEqual(await wayTo(filledId("generation", 0xffff_ffff)));
    expect(found).toEqual([null, null]);
  });
});

describe("as the system role", () => {
  const desk = (tx: Transaction) => prismaTelegramDesk(tx);
  const CHAT = { botId: 1, chatId: 7, workerId: "worker", fence: 1 };
  const UPDATE = { updateId: 50_000, chatId: 7, kind: "message", payload: { text: "x" }, ignore: null };
  const SEND = {
    ...{ botId: 1, chatId: 7, dedupeKey: "new", part: 1, parts: 1, body: { text: "x", entities: [] } },
    answer: { conversationId: CONVERSATION, messageId: ANSWER },
  };
  const part = { userId: PERSON, generationId: GENERATION, owner: OWNER, offset: 100, text: "x", providerId: "p" };
  const cases: [string, (tx: Transaction) => Promise<unknown>, string[]][] = [
    [
      "a session",
      (tx) => prismaAccounts(tx).findActiveSession(filledId("session", 7), NOW),
      ["sessions_pkey", "users_pkey"],
    ],
    ["an API key", (tx) => prismaApiKeyDirectory(tx).findActive("hash7", NOW), ["api_keys_hash_key"]],
    [
      "a use of an API key",
      (tx) => prismaApiKeyDirectory(tx).markUsed(PERSON, filledId("key", 7), NOW),
      ["api_keys_pkey"],
    ],
    ["a log-in", (tx) => prismaAccounts(tx).findCredentials("person7@example.com"), ["users_email_key"]],
    [
      "a use of a session",
      (tx) => prismaAccounts(tx).touchSession(filledId("session", 7), NOW, NOW),
      ["sessions_pkey"],
    ],
    [
      "parts of fifty streams",
      (tx) =>
        prismaGenerationDesk(tx).appendParts(Array.from({ length: 50 }, (_, index) => ({ ...part, offset: index }))),
      ["generations_pkey"],
    ],
    ["a heartbeat", (tx) => prismaGenerationDesk(tx).heartbeat("worker", 10), ["generations_worker_idx"]],
    [
      "a claim of orphans",
      (tx) =>
        prismaGenerationDesk(tx).claimOrphans(
          { workerId: "heir", knows: ["00000000-0000-7000-8000-000000000001"], at: new Date(0) },
          20,
        ),
      ["generations_worker_idx", "generations_pkey"],
    ],
    [
      "a claim of late costs",
      (tx) => prismaGenerationDesk(tx).claimUnsettled(50),
      ["ai_responses_due_idx", "ai_responses_pkey"],
    ],
    [
      "whose usage is not rolled up",
      (tx) => prismaSpend(tx).findNotRolledUp({ before: NOW, after: filledId("user", 0), limit: 500 }),
      ["ai_responses_tail_idx"],
    ],
    [
      "a claim of runs",
      (tx) => prismaJobDesk(tx).claim({ leaseSeconds: 30, limit: 10, functionIds: ["function"] }),
      ["job_runs_due_idx", "job_runs_held_idx", "job_runs_pkey", "job_events_pkey", "job_steps_pkey"],
    ],
    [
      "an event that ends a wait",
      (tx) => {
        const event = { id: "new", name: "event 7", data: {}, at: NOW };
        return prismaJobDesk(tx).receive([{ event, runs: [] }]);
      },
      ["job_steps_waiting_idx", "job_events_pkey", "job_runs_pkey"],
    ],
    [
      "what came of a call",
      (tx) =>
        prismaJobDesk(tx).settle(
          { id: filledId("run", 7), fence: 0 },
          { steps: [{ id: "b", name: "b", state: "done", output: 1 }], call: null, end: null },
        ),
      ["job_runs_pkey", "job_steps_pkey"],
    ],
    [
      "old runs that go",
      (tx) => prismaJobDesk(tx).prune({ keptSeconds: 25_000, most: 100 }),
      ["job_runs_ended_idx", "job_events_received_idx", "job_runs_event_idx", "job_calls_seen_idx"],
    ],
    ["updates that come in", (tx) => desk(tx).receive(1, [UPDATE, { ...UPDATE, updateId: 5 }]), []],
    [
      "who polls",
      async (tx) => {
        const poller = await desk(tx).claimPolling(1, "heir");
        if (!poller || !(await desk(tx).lockPolling(poller))) throw new Error("nobody polls");
        await desk(tx).releasePolling(poller);
      },
      [],
    ],
    [
      "a claim of chats",
      (tx) => desk(tx).claimChats({ botId: 1, workerId: "heir", limit: 20, lostReason: "lost" }),
      ["telegram_updates_waiting_idx", "telegram_sends_open_idx", "telegram_chats_pkey"],
    ],
    [
      "a claim of chats that have something to be answered",
      (tx) => desk(tx).claimChats({ botId: 1, workerId: "heir", kind: "replies", limit: 20, lostReason: "lost" }),
      ["telegram_updates_waiting_idx", "telegram_sends_line_idx", "telegram_chats_pkey"],
    ],
    [
      "a claim of chats that nobody asked for anything",
      (tx) => desk(tx).claimChats({ botId: 1, workerId: "heir", kind: "proactive", limit: 20, lostReason: "lost" }),
      ["telegram_sends_line_idx", "telegram_chats_pkey"],
    ],
    [
      "what a chat sends next",
      (tx) => desk(tx).nextWork(CHAT, "lost"),
      ["telegram_chats_pkey", "telegram_sends_open_idx"],
    ],
    [
      "what a chat works on next",
      async (tx) => {
        for (const id of [8, 308, 608]) await desk(tx).beginSend(CHAT, id);
        return desk(tx).nextWork(CHAT, "lost");
      },
      ["telegram_updates_waiting_idx", "telegram_updates_pkey", "telegram_sends_message_idx"],
    ],
    [
      "the end of an update",
      (tx) =>
        desk(tx).finishUpdate(CHAT, {
          ...{ updateId: 7, state: "done", reason: null, userId: PERSON, unlinkedReason: "unlinked" },
          sends: [SEND, { ...SEND, chatId: 8, dedupeKey: "other" }],
        }),
      ["telegram_chats_pkey", "telegram_updates_waiting_idx", "telegram_sends_pkey", "telegram_sends_message_idx"],
    ],
    ["the begin of a send", (tx) => desk(tx).beginSend(CHAT, 8), ["telegram_chats_pkey", "telegram_sends_open_idx"]],
    [
      "the end of a send",
      async (tx) => {
        await desk(tx).beginSend(CHAT, 8);
        await desk(tx).settleSend(CHAT, 8, { state: "sent", telegramMessageId: 1 });
      },
      ["telegram_sends_open_idx", "telegram_sends_message_idx"],
    ],
    ["a chat that is given up", (tx) => desk(tx).release(CHAT), ["telegram_chats_pkey", "telegram_sends_open_idx"]],
    ["a hold", (tx) => desk(tx).hold(CHAT, 1), ["telegram_chats_pkey"]],
    ["how long a chat is held", (tx) => desk(tx).heldSeconds(CHAT), ["telegram_chats_pkey"]],
    [
      "a blocked chat",
      (tx) => desk(tx).block(CHAT, "blocked"),
      ["telegram_connections_chat_key", "telegram_sends_open_idx"],
    ],
    ["whose chat it is", (tx) => desk(tx).findConnection(CHAT), ["telegram_connections_chat_key"]],
    ["a link by its token", (tx) => desk(tx).findLink("hash 7"), ["telegram_links_token_key"]],
    [
      "an opened link",
      (tx) =>
        desk(tx).openLink(
          { userId: PERSON, id: QUESTION, now: NOW },
          { chatId: 7, person: { telegramUserId: 7, username: null, name: "Ada" } },
        ),
      ["telegram_links_living_key"],
    ],
    ["what everybody spent today", (tx) => prismaSpend(tx).since(NOW), ["ai_responses_spend_idx"]],
  ];
  test.each(cases)("%s", async (_name, work, indexes) =>
    expectIndexes(await explain(database.urls.system, null, work), indexes),
  );

  test.each(OUTDATED)("what is dropped of %s", async (kind) =>
    expectIndexes(
      await explain(database.urls.system, null, (tx) =>
        prismaRetentionDesk(tx).drop(kind, { keptSeconds: 60 * 86_400, most: 100 }),
      ),
      OUTDATED_BY[kind],
    ),
  );
});
