import type { AppRouter } from "@procode/api";
import type { TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { MESSAGES_A_PAGE } from "./conversation-cache.ts";

type Trpc = TRPCOptionsProxy<AppRouter>;

/** The messages of a conversation, page by page from its end. */
export function messagesOptions(trpc: Trpc, conversationId: string) {
  return {
    ...trpc.conversations.messages.infiniteQueryOptions(
      { conversationId, limit: MESSAGES_A_PAGE },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    // The feed brings what changes; asking again would ask for every page that was ever scrolled to.
    staleTime: Number.POSITIVE_INFINITY,
  };
}
