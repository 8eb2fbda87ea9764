"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { CONVERSATIONS_A_PAGE } from "@/components/conversation/conversation-cache.ts";
import type { ChatConversation } from "@/components/conversation/wire-types.ts";
import { useTRPC } from "@/trpc/client.tsx";

const EVERY_MS = 3_000;

/** Looks at the top of the list while the tab is seen, and asks for all of it when another door or device moved something. */
export function useListArrivals(listed: readonly ChatConversation[], refetch: () => Promise<unknown>): void {
  const trpc = useTRPC();
  // Pinned ones stand above the newest.
  const pinned = listed.filter(({ pinnedAt }) => pinnedAt !== null).length;
  const { data: top } = useQuery({
    ...trpc.conversations.list.queryOptions({ limit: Math.min(pinned + 1, CONVERSATIONS_A_PAGE) }),
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS,
    retry: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only news of the server asks again, never what the list itself does
  useEffect(() => {
    const moved = top?.conversations.some(({ id, title, activeAt }) => {
      const known = listed.find((conversation) => conversation.id === id);
      return !known || known.activeAt < activeAt || known.title !== title;
    });
    if (moved) void refetch();
  }, [top]);
}
