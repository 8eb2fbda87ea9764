"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { showToast } from "@/components/ui/toast.tsx";
import { useTRPC } from "@/trpc/client.tsx";
import { type ConversationActions, createConversationActions } from "./create-conversation-actions.ts";
import { chatHref, useOpenChat } from "./use-open-chat.ts";

/** What this page can do to a conversation; the same as long as the page stands. */
export function useConversationActions(): ConversationActions {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const openChat = useOpenChat();
  return useMemo(
    () =>
      createConversationActions({
        queryClient,
        trpc,
        tell: showToast,
        leave: (conversationId) => window.location.pathname === chatHref(conversationId) && openChat(null),
      }),
    [queryClient, trpc, openChat],
  );
}
