"use client";

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useHydrated } from "@/browser/use-hydrated.ts";
import { messagesOptions } from "@/components/conversation/chat-queries.ts";
import { FIRST_PAGE, type MessagePages, putMessages } from "@/components/conversation/conversation-cache.ts";
import type { ChatConversation, ChatMessage } from "@/components/conversation/wire-types.ts";
import { useTRPC } from "@/trpc/client.tsx";
import { growTree } from "./branch.ts";
import { useShownBranch } from "./use-shown-branch.ts";

const PRICE_EVERY_MS = 5_000;
const NEWEST = 6;

/** What the server found for the page, so that the first paint has it. */
export type FirstConversation = {
  conversation: ChatConversation;
  page: { messages: ChatMessage[]; nextCursor: string | null };
};

/** A conversation as it is shown: its branch, oldest first, and the way to older pages. */
export function useConversation(conversationId: string | null, first: FirstConversation | null) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const known = first && first.conversation.id === conversationId ? first : null;
  const input = { conversationId: conversationId ?? "" };
  const conversation = useQuery({
    ...trpc.conversations.get.queryOptions(input),
    enabled: conversationId !== null,
    ...(known && { initialData: known.conversation }),
    // Opened from the list: what the list knows stands there until the answer comes.
    placeholderData: () =>
      findInLists(queryClient.getQueriesData({ queryKey: trpc.conversations.list.infiniteQueryKey() }), conversationId),
  });
  const messages = useInfiniteQuery({
    ...messagesOptions(trpc, input.conversationId),
    enabled: conversationId !== null,
    ...(known && { initialData: { pages: [known.page], pageParams: FIRST_PAGE } }),
  });
  usePrices(conversationId, messages.data?.pages[0]?.messages.slice(0, NEWEST).some(owesPrice) ?? false);
  const hydrated = useHydrated();
  // The list hydrates before this and may have asked for it: what the server drew comes first, then what is known since.
  const drawn = hydrated ? null : known;
  const pages = drawn?.page ?? messages.data;
  const tree = useMemo(() => growTree(messagesOf(pages)), [pages]);
  const shown = drawn?.conversation ?? conversation.data ?? null;
  const { path, otherLeafId, goTo } = useShownBranch(tree, shown?.activeLeafId ?? null);
  return {
    conversation: shown,
    tree,
    path,
    /** Another device went into another branch meanwhile, which ends here. */
    otherLeafId,
    /** Shows the branch that ends there. */
    goTo,
    error: conversation.error ?? messages.error,
    /** Begun in this view a moment ago: the server has not told its title yet. */
    bornHere: conversation.data === undefined && path.length > 0,
    loading: !drawn && conversationId !== null && messages.isPending,
    retry: () => Promise.all([conversation.refetch(), messages.refetch()]),
    /** Older pages were loaded. */
    hadOlder: !drawn && (messages.data?.pages.length ?? 0) > 1,
    older: (drawn ? drawn.page.nextCursor !== null : messages.hasNextPage)
      ? { loading: messages.isFetchingNextPage, load: () => messages.fetchNextPage() }
      : null,
  };
}

function messagesOf(pages: FirstConversation["page"] | MessagePages | undefined): ChatMessage[] {
  if (!pages) return [];
  return "pages" in pages ? pages.pages.flatMap((page) => page.messages) : pages.messages;
}

/** The provider tells some prices only after the answer has ended. */
function usePrices(conversationId: string | null, owed: boolean): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data } = useQuery({
    ...trpc.conversations.messages.queryOptions({ conversationId: conversationId ?? "", limit: NEWEST }),
    enabled: owed && conversationId !== null,
    staleTime: PRICE_EVERY_MS,
    refetchInterval: PRICE_EVERY_MS,
    gcTime: 0,
  });
  useEffect(() => {
    if (data && conversationId !== null) putMessages(queryClient, trpc, conversationId, data.messages);
  }, [data, conversationId, queryClient, trpc]);
}

function findInLists(
  lists: readonly (readonly [unknown, unknown])[],
  conversationId: string | null,
): ChatConversation | undefined {
  for (const [, data] of lists) {
    const pages = (data as { pages?: { conversations: ChatConversation[] }[] } | undefined)?.pages ?? [];
    for (const page of pages)
      for (const conversation of page.conversations) if (conversation.id === conversationId) return conversation;
  }
  return undefined;
}

function owesPrice({ receipt, status }: ChatMessage): boolean {
  return status !== "answering" && receipt?.costState === "pending";
}
