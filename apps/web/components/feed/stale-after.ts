import type { AppRouter } from "@procode/api";
import type { DomainEventType, FeedEvent } from "@procode/contracts";
import type { QueryKey } from "@tanstack/react-query";
import type { TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import type { Wire } from "../../trpc/wire.ts";

type Trpc = TRPCOptionsProxy<AppRouter>;
export type Change = Wire<FeedEvent>;
export type Stale = {
  /** What is to be asked for again. */
  queries: QueryKey[];
  /** Conversations that may have new or other messages. */
  conversations: string[];
};

/** What a list of changes makes stale, each once. */
export function staleAfter(trpc: Trpc, changes: readonly Change[]): Stale {
  const queries = new Map<string, QueryKey>();
  const conversations = new Set<string>();
  for (const change of changes) {
    for (const key of KEYS[change.type](trpc)) queries.set(JSON.stringify(key), key);
    if ("conversationId" in change.payload) conversations.add(change.payload.conversationId);
  }
  return { queries: [...queries.values()], conversations: [...conversations] };
}

const lists = (trpc: Trpc) => [trpc.conversations.list.pathKey()];
const account = (trpc: Trpc) => [trpc.account.profile.pathKey()];
const telegram = (trpc: Trpc) => [trpc.telegram.status.pathKey()];
const proactive = (trpc: Trpc) => [trpc.proactive.pathKey()];
const keys = (trpc: Trpc) => [trpc.account.apiKeys.list.pathKey()];
const usage = (trpc: Trpc) => [trpc.analytics.usage.pathKey()];

// Every kind of event has its line, so that a new one is not forgotten.
const KEYS: Record<DomainEventType, (trpc: Trpc) => QueryKey[]> = {
  UserRegistered: () => [],
  UserContextUpdated: (trpc) => [trpc.context.get.pathKey()],
  UserSettingsUpdated: (trpc) => [...account(trpc), trpc.models.pathKey()],
  SessionsRevoked: (trpc) => [trpc.account.sessions.pathKey()],
  ConversationCreated: lists,
  ConversationChanged: lists,
  ConversationRemoved: lists,
  ConversationRestored: lists,
  MessageSent: lists,
  AIResponseGenerated: (trpc) => [...lists(trpc), ...usage(trpc)],
  UsageSettled: usage,
  TelegramConnected: telegram,
  TelegramDisconnected: telegram,
  TelegramDelivered: () => [],
  ProactiveMessageSent: (trpc) => [...lists(trpc), ...proactive(trpc)],
  ProactiveChanged: proactive,
  ApiKeyCreated: keys,
  ApiKeyRevoked: keys,
};
