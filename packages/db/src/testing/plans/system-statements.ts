import { prismaAccounts } from "../../store/accounts.ts";
import { prismaApiKeyDirectory } from "../../store/api-keys.ts";
import { prismaGenerationDesk } from "../../store/generation-desk.ts";
import { prismaJobDesk } from "../../store/job-desk.ts";
import { prismaSpend } from "../../store/responses.ts";
import { prismaTelegramDesk } from "../../store/telegram-desk.ts";
import type { Transaction } from "../../store/transaction.ts";
import { filledId } from "../fill-database.ts";
import { FILLED } from "./filled.ts";
import type { Planned } from "./planned.ts";

const {
  person: PERSON,
  conversation: CONVERSATION,
  question: QUESTION,
  answer: ANSWER,
  generation: GENERATION,
} = FILLED;
const { owner: OWNER, now: NOW } = FILLED;
const desk = (tx: Transaction) => prismaTelegramDesk(tx);
const CHAT = { botId: 1, chatId: 7, workerId: "worker", fence: 1 };
const UPDATE = { updateId: 50_000, chatId: 7, kind: "message", payload: { text: "x" }, ignore: null };
const SEND = {
  ...{ botId: 1, chatId: 7, dedupeKey: "new", part: 1, parts: 1, body: { text: "x", entities: [] } },
  answer: { conversationId: CONVERSATION, messageId: ANSWER },
};
const part = { userId: PERSON, generationId: GENERATION, owner: OWNER, offset: 100, text: "x", providerId: "p" };

/** What transactions of no person send, as the system role. */
export const systemStatements: Planned[] = [
  [
    "sessions",
    (tx) => prismaAccounts(tx).findActiveSessions([filledId("session", 7), filledId("session", 8)], NOW),
    ["sessions_pkey", "users_pkey"],
  ],
  ["an API key", (tx) => prismaApiKeyDirectory(tx).findActive("hash7", NOW), ["api_keys_hash_key"]],
  [
    "a use of an API key",
    (tx) => prismaApiKeyDirectory(tx).markUsed(PERSON, filledId("key", 7), NOW),
    ["api_keys_pkey"],
  ],
  ["a log-in", (tx) => prismaAccounts(tx).findCredentials("person7@example.com"), ["users_email_key"]],
  ["a use of a session", (tx) => prismaAccounts(tx).touchSession(filledId("session", 7), NOW, NOW), ["sessions_pkey"]],
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
    (tx) =>
      prismaJobDesk(tx).claim({
        ...{ workerId: "worker", leaseSeconds: 30, sparesSilent: false },
        rooms: [{ functionId: "function", most: 10 }],
      }),
    ["job_runs_queue_idx", "job_runs_held_idx", "job_runs_pkey", "job_events_pkey", "job_steps_pkey"],
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
  ["which bots are polled", (tx) => desk(tx).listPolled(), []],
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
