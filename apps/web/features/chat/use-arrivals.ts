"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { takeArrivals } from "@/components/conversation/take-arrivals.ts";
import { useTRPC, useTRPCClient } from "@/trpc/client.tsx";

const EVERY_MS = 2_000;

/** Shows what Telegram, the API or another device adds to the open conversation, while the tab is seen. */
export function useArrivals(conversationId: string | null): void {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  useQuery({
    queryKey: ["arrivals", conversationId],
    queryFn: () => (conversationId === null ? false : takeArrivals(queryClient, trpc, { client, conversationId })),
    enabled: conversationId !== null,
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS,
    gcTime: 0,
    retry: false,
    // What came stands in the conversation's own queries; nothing here is drawn.
    notifyOnChangeProps: [],
  });
}
