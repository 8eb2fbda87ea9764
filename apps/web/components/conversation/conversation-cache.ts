import type { AppRouter } from "@procode/api";
import type { InfiniteData, QueryClient } from "@tanstack/react-query";
import type { TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import type { ChatConversation, ChatMessage } from "./wire-types.ts";

type Trpc = TRPCOptionsProxy<AppRouter>;
export type MessagePages = InfiniteData<
  {
    messages: ChatMessage[];
    nextCursor: string | null;
    /** Put in place by themselves: what others wrote just before them may not be here. Until a read says otherwise. */
    apart?: string[];
  },
  string | null
>;
type ConversationPages = InfiniteData<
  { conversations: ChatConversation[]; nextCursor: string | null },
  string | undefined
>;

/** The parameter of a first page is undefined; null, which the types ask for, would be sent as a cursor and refused. */
export const FIRST_PAGE = new Array<string | null>(1);
export const MESSAGES_A_PAGE = 40;
export const CONVERSATIONS_A_PAGE = 40;

/**
 * Puts messages into the newest page of a conversation; one that stands there already is replaced, unless it has ended
 * and the other was read before that. Of a conversation that is not here nothing is kept but its beginning, as whoever
 * opens it would take some of it for the whole. `reachesBack`: read in one go, down to what is known without a gap.
 */
export function putMessages(
  queryClient: QueryClient,
  trpc: Trpc,
  conversationId: string,
  messages: readonly ChatMessage[],
  { reachesBack = false } = {},
): void {
  const key = trpc.conversations.messages.infiniteQueryKey({ conversationId, limit: MESSAGES_A_PAGE });
  queryClient.setQueryData<MessagePages>(key, (data) => {
    if (!data && !isWhole(messages)) return undefined;
    if (!data) return { pages: [{ messages: newestFirst(messages), nextCursor: null }], pageParams: FIRST_PAGE };
    const fresh = new Map(messages.map((message) => [message.id, message]));
    const pages = data.pages.map((page) => ({
      ...page,
      messages: page.messages.map((message) => {
        const replacement = fresh.get(message.id);
        fresh.delete(message.id);
        if (!replacement || (replacement.status === "answering" && message.status !== "answering")) return message;
        // How it came to Telegram is told once and for good: what says that it is on its way was read before that.
        const isToldBefore = replacement.delivery?.state === "sending" && message.delivery !== null;
        return isToldBefore ? { ...replacement, delivery: message.delivery } : replacement;
      }),
    }));
    const [first, ...rest] = pages;
    if (!first) return data;
    const given = new Set(messages.map(({ id }) => id));
    const apart = first.apart ?? [];
    return {
      ...data,
      pages: [
        {
          ...first,
          messages: newestFirst([...fresh.values(), ...first.messages]),
          apart: reachesBack ? apart.filter((id) => !given.has(id)) : [...apart, ...fresh.keys()],
        },
        ...rest,
      ],
    };
  });
}

/** Puts messages into the newest page of a conversation, except those that stand in it already. */
export function addMessages(
  queryClient: QueryClient,
  trpc: Trpc,
  conversationId: string,
  messages: readonly ChatMessage[],
): void {
  const known = new Set(readMessages(queryClient, trpc, conversationId).map(({ id }) => id));
  putMessages(
    queryClient,
    trpc,
    conversationId,
    messages.filter(({ id }) => !known.has(id)),
  );
}

/** The messages of a conversation that are here, of all its branches. */
export function readMessages(queryClient: QueryClient, trpc: Trpc, conversationId: string): ChatMessage[] {
  const key = trpc.conversations.messages.infiniteQueryKey({ conversationId, limit: MESSAGES_A_PAGE });
  return queryClient.getQueryData<MessagePages>(key)?.pages.flatMap(({ messages }) => messages) ?? [];
}

/** Changes a conversation wherever it is kept: its own entry and every list. */
export function changeConversation(
  queryClient: QueryClient,
  trpc: Trpc,
  conversationId: string,
  change: Partial<ChatConversation>,
): void {
  queryClient.setQueryData<ChatConversation>(
    trpc.conversations.get.queryKey({ conversationId }),
    (known) => known && { ...known, ...change },
  );
  queryClient.setQueriesData<ConversationPages>(
    { queryKey: trpc.conversations.list.infiniteQueryKey() },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          conversations: page.conversations.map((known) =>
            known.id === conversationId ? { ...known, ...change } : known,
          ),
        })),
      },
  );
}

/** Takes a conversation out of every list, as when it is archived or deleted. */
export function dropFromLists(queryClient: QueryClient, trpc: Trpc, conversationId: string): void {
  queryClient.setQueriesData<ConversationPages>(
    { queryKey: trpc.conversations.list.infiniteQueryKey() },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          conversations: page.conversations.filter((known) => known.id !== conversationId),
        })),
      },
  );
}

/** Asks the server again for what an answer changes: lists, title, cost. */
export async function refreshConversation(queryClient: QueryClient, trpc: Trpc, conversationId: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: trpc.conversations.list.infiniteQueryKey() }),
    queryClient.invalidateQueries({ queryKey: trpc.conversations.get.queryKey({ conversationId }) }),
    queryClient.invalidateQueries({ queryKey: trpc.analytics.usage.queryKey() }),
  ]);
}

/** From the first message of the conversation on. */
function isWhole(messages: readonly ChatMessage[]): boolean {
  return messages.some(({ parentId }) => parentId === null);
}

function newestFirst(messages: readonly ChatMessage[]): ChatMessage[] {
  return [...messages].sort((one, other) => (one.id < other.id ? 1 : -1));
}
