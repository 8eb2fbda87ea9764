"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { putMessages } from "@/components/conversation/conversation-cache.ts";
import { followAnswer } from "@/components/conversation/live-answers.ts";
import type { ChatMessage } from "@/components/conversation/wire-types.ts";
import { useTRPC, useTRPCClient } from "@/trpc/client.tsx";
import { readFeed } from "./current-feed.ts";
import { followByFeed } from "./follow-by-feed.ts";

type Target = { conversationId: string; generationId: string; fresh: boolean };

/** Follows an answer until it ends, then puts its final message in place. Calling it again changes nothing. */
export function useFollow(): (target: Target) => void {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  return useCallback(
    ({ conversationId, generationId, fresh }) =>
      followAnswer<ChatMessage>({
        conversationId,
        generationId,
        fresh,
        open(offset, { onPart, onConnection, onError }) {
          const openOwnLine = () => {
            const subscription = client.chat.follow.subscribe(
              { generationId, ...(offset > 0 && { lastEventId: String(offset) }) },
              {
                onData: ({ id, data }) => onPart(id, data),
                onConnectionStateChange: ({ state }) => onConnection(state !== "connecting"),
                onError,
              },
            );
            return () => subscription.unsubscribe();
          };
          const feed = readFeed();
          return feed ? followByFeed(feed, { generationId, onPart, openOwnLine }) : openOwnLine();
        },
        onDone: (message) => putMessages(queryClient, trpc, conversationId, [message]),
        // The stream cannot be had; what is stored can.
        onError: () => void queryClient.invalidateQueries({ queryKey: trpc.conversations.messages.pathKey() }),
      }),
    [client, queryClient, trpc],
  );
}
