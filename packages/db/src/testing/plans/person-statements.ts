import { type AnswerEnd, encodeCursor, type NewTurn } from "@procode/core";
import { prismaApiKeys } from "../../store/api-keys.ts";
import { prismaConversations } from "../../store/conversations.ts";
import { prismaEventInbox } from "../../store/event-inbox.ts";
import { prismaEvents } from "../../store/events.ts";
import { prismaGenerations } from "../../store/generations.ts";
import { prismaMessages } from "../../store/messages.ts";
import { prismaResponses } from "../../store/responses.ts";
import { prismaSessions } from "../../store/sessions.ts";
import { prismaTelegram } from "../../store/telegram.ts";
import type { Transaction } from "../../store/transaction.ts";
import { prismaUsers } from "../../store/users.ts";
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
const TURN: NewTurn = {
  messages: [QUESTION, ANSWER].map((id) => ({
    ...{
      id: id.replace(/^./, "f"),
      conversationId: CONVERSATION,
      parentId: ANSWER,
      clientId: null,
      generationId: null,
    },
    ...{ role: "user", status: "complete", channel: "web", text: "x", at: NOW },
  })),
  generation: {
    ...{ id: GENERATION.replace(/^./, "f"), conversationId: CONVERSATION, messageId: ANSWER, model: "a/b" },
    ...{ workerId: "worker", options: null, at: NOW },
  },
  shown: { activeLeafId: ANSWER, activeAt: NOW, channel: "web" },
  event: { type: "UserSettingsUpdated", payload: { userId: PERSON, changes: [] } },
};
const END: AnswerEnd = {
  ...{ text: "x", hasParts: true, event: TURN.event },
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

const conversations = (tx: Transaction) => prismaConversations(tx, PERSON);
const messages = (tx: Transaction) => prismaMessages(tx, PERSON);
const generations = (tx: Transaction) => prismaGenerations(tx, PERSON);
const telegram = (tx: Transaction) => prismaTelegram(tx, PERSON);

/** What one person's transactions send, as the app role. */
export const personStatements: Planned[] = [
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
  [
    "the answer of a generation",
    (tx) => messages(tx).findByGeneration(GENERATION),
    ["messages_pkey", "generations_pkey"],
  ],
  ["answers to a message", (tx) => messages(tx).listChildren(QUESTION), ["messages_parent_idx"]],
  ["the path to a leaf", (tx) => messages(tx).listPath(ANSWER, 400), ["messages_pkey"]],
  ["the newest leaf", (tx) => messages(tx).findNewestLeaf(QUESTION), ["messages_parent_idx"]],
  ["a turn", (tx) => generations(tx).append(TURN), ["conversations_pkey", "event_counters_pkey"]],
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
    ["messages_pkey", "conversations_pkey", "event_counters_pkey", "generation_parts_pkey"].concat(
      "generations_running_idx",
    ),
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
    (tx) => prismaEvents(tx, PERSON).append({ type: "UserSettingsUpdated", payload: { userId: PERSON, changes: [] } }),
    ["event_counters_pkey"],
  ],
  ["the account", (tx) => prismaUsers(tx, PERSON).getAccount(), ["users_pkey"]],
  ["the settings", (tx) => prismaUsers(tx, PERSON).getSettings(), ["user_settings_pkey"]],
  ["a context that may be known", (tx) => prismaUsers(tx, PERSON).findContextBeside(1), ["user_contexts_pkey"]],
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
  ["the same, locked", (tx) => telegram(tx).lockConnection(), ["telegram_connections_pkey"]],
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
