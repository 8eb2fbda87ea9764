"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { CONVERSATIONS_A_PAGE } from "@/components/conversation/conversation-cache.ts";
import { useTRPC } from "@/trpc/client.tsx";

/** Conversations page by page; while a search changes, the last results stay. */
export function useConversationPages({ archived, query }: { archived: boolean; query: string }) {
  const trpc = useTRPC();
  const words = query.trim();
  const pages = useInfiniteQuery({
    ...trpc.conversations.list.infiniteQueryOptions(
      { archived, limit: CONVERSATIONS_A_PAGE, ...(words !== "" && { query: words }) },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    placeholderData: keepPreviousData,
  });
  const conversations = useMemo(() => pages.data?.pages.flatMap((page) => page.conversations) ?? [], [pages.data]);
  // Named one by one, so that a look which brings nothing new draws nothing.
  const { isPending, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = pages;
  return { conversations, isPending, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch };
}
