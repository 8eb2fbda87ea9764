"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { showToast } from "@/components/ui/toast.tsx";
import { useTRPC } from "@/trpc/client.tsx";
import { changeConversation, dropFromLists, refreshConversation } from "./conversation-cache.ts";
import { useOpenChat } from "./use-open-chat.ts";
import type { ChatConversation } from "./wire-types.ts";

export type ConversationActions = {
  rename(conversation: ChatConversation, title: string): void;
  pin(conversation: ChatConversation, pinned: boolean): void;
  archive(conversation: ChatConversation, archived: boolean): void;
  remove(conversation: ChatConversation): void;
};

/** What can be done to a conversation. Each shows at once, and goes back when the server refuses. */
export function useConversationActions(): ConversationActions {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const openChat = useOpenChat();
  const rename = useMutation(trpc.conversations.rename.mutationOptions());
  const pin = useMutation(trpc.conversations.pin.mutationOptions());
  const archive = useMutation(trpc.conversations.archive.mutationOptions());
  const remove = useMutation(trpc.conversations.remove.mutationOptions());
  const restore = useMutation(trpc.conversations.restore.mutationOptions());

  const change = (conversation: ChatConversation, fields: Partial<ChatConversation>) =>
    changeConversation(queryClient, trpc, conversation.id, fields);
  const settle = (id: string) => ({
    onError: (error: { message: string }) => showToast(error.message),
    onSettled: () => void refreshConversation(queryClient, trpc, id),
  });
  const bringBack = ({ id }: ChatConversation) => restore.mutate({ conversationId: id }, settle(id));

  return {
    rename(conversation, title) {
      const trimmed = title.trim();
      if (trimmed === "" || trimmed === conversation.title) return;
      change(conversation, { title: trimmed, titledBy: "person" });
      rename.mutate({ conversationId: conversation.id, title: trimmed }, settle(conversation.id));
    },
    pin(conversation, pinned) {
      change(conversation, { pinnedAt: pinned ? conversation.activeAt : null });
      pin.mutate({ conversationId: conversation.id, pinned }, settle(conversation.id));
    },
    archive(conversation, archived) {
      dropFromLists(queryClient, trpc, conversation.id);
      archive.mutate({ conversationId: conversation.id, archived }, settle(conversation.id));
      showToast(archived ? "Archived." : "Back in the list.", () =>
        archive.mutate({ conversationId: conversation.id, archived: !archived }, settle(conversation.id)),
      );
    },
    remove(conversation) {
      dropFromLists(queryClient, trpc, conversation.id);
      remove.mutate({ conversationId: conversation.id }, settle(conversation.id));
      if (window.location.pathname === `/chat/${conversation.id}`) openChat(null);
      showToast("Deleted. It stays in the trash for 30 days.", () => bringBack(conversation));
    },
  };
}
