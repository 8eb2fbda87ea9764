"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useTRPC } from "@/trpc/client.tsx";
import { messagesOptions } from "./chat-queries.ts";

/** Who only passes by with the mouse or the keyboard asks for nothing. */
const DWELL_MS = 60;
const IF_UNKNOWN = { staleTime: Number.POSITIVE_INFINITY };

/** For the link to a conversation: what it shows is asked for when somebody is about to open it. */
export type ChatAhead = (conversationId: string) => {
  onPointerEnter: () => void;
  onPointerLeave: () => void;
  onPointerDown: () => void;
  onFocus: () => void;
  onBlur: () => void;
};

/** What is here already is not asked for again: the feed keeps it. */
export function useChatAhead(): ChatAhead {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useMemo(() => {
    const ask = (conversationId: string) => {
      void queryClient.prefetchQuery({
        ...trpc.conversations.get.queryOptions({ conversationId }),
        ...IF_UNKNOWN,
      });
      void queryClient.prefetchInfiniteQuery(messagesOptions(trpc, conversationId));
      void queryClient.prefetchQuery({ ...trpc.models.next.queryOptions({ conversationId }), ...IF_UNKNOWN });
    };
    const stop = () => clearTimeout(timer.current);
    return (conversationId) => {
      const wait = () => {
        stop();
        timer.current = setTimeout(() => ask(conversationId), DWELL_MS);
      };
      return {
        onPointerEnter: wait,
        onPointerLeave: stop,
        onPointerDown: () => ask(conversationId),
        onFocus: wait,
        onBlur: stop,
      };
    };
  }, [queryClient, trpc]);
}
