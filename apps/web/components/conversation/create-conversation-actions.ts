import type { AppRouter } from "@procode/api";
import type { MutationOptions, QueryClient } from "@tanstack/react-query";
import type { TRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { isFinal } from "../../trpc/query-client.ts";
import { wordsOf } from "../../trpc/words-of.ts";
import { changeConversation, dropFromLists, refreshConversation } from "./conversation-cache.ts";
import type { ChatConversation } from "./wire-types.ts";

export type ConversationActions = {
  rename(conversation: ChatConversation, title: string): void;
  pin(conversation: ChatConversation, pinned: boolean): void;
  archive(conversation: ChatConversation, archived: boolean): void;
  remove(conversation: ChatConversation): void;
};
type Parts = {
  queryClient: QueryClient;
  trpc: TRPCOptionsProxy<AppRouter>;
  tell: (message: string, undo?: () => void) => void;
  /** Shows something else where this conversation is shown. */
  leave: (conversationId: string) => void;
};

const TRIES = 3;

/**
 * What can be done to a conversation. Each shows at once, and whatever becomes of it, the server is asked for what it has.
 * None belongs to a component: the row, the bar or the page in which it was asked for is often gone before it has ended.
 */
export function createConversationActions({ queryClient, trpc, tell, leave }: Parts): ConversationActions {
  const ending = {
    // One after the other, so that no undo overtakes what it takes back.
    scope: { id: "conversations" },
    // Each says how it shall be, so that one whose answer was lost may come twice.
    retry: (failures: number, error: unknown) => failures < TRIES - 1 && error instanceof Error && !isFinal(error),
    onSettled: (_data: unknown, _error: unknown, { conversationId }: { conversationId: string }) =>
      void refreshConversation(queryClient, trpc, conversationId),
  };
  const { rename, pin, archive, remove, restore } = trpc.conversations;
  const [renaming, pinning, archiving, removing, restoring] = [
    rename.mutationOptions(ending),
    pin.mutationOptions(ending),
    archive.mutationOptions(ending),
    remove.mutationOptions(ending),
    restore.mutationOptions(ending),
  ];
  const change = ({ id }: ChatConversation, fields: Partial<ChatConversation>) =>
    changeConversation(queryClient, trpc, id, fields);
  const drop = ({ id }: ChatConversation) => dropFromLists(queryClient, trpc, id);

  function ask<Data, Failure, Input>(options: MutationOptions<Data, Failure, Input>, input: Input): void {
    const mutation = queryClient.getMutationCache().build(queryClient, options);
    mutation.execute(input).catch((error: unknown) => tell(`Not done. ${wordsOf(error)}`));
  }

  return {
    rename(conversation, title) {
      const trimmed = title.trim();
      if (trimmed === "" || trimmed === conversation.title) return;
      change(conversation, { title: trimmed, titledBy: "person" });
      ask(renaming, { conversationId: conversation.id, title: trimmed });
    },
    pin(conversation, pinned) {
      change(conversation, { pinnedAt: pinned ? conversation.activeAt : null });
      ask(pinning, { conversationId: conversation.id, pinned });
    },
    archive(conversation, archived) {
      const put = (away: boolean) => ask(archiving, { conversationId: conversation.id, archived: away });
      drop(conversation);
      put(archived);
      tell(archived ? "Archived." : "Back in the list.", () => put(!archived));
    },
    remove(conversation) {
      const which = { conversationId: conversation.id };
      drop(conversation);
      ask(removing, which);
      leave(conversation.id);
      tell("Deleted. It stays in the trash for 30 days.", () => ask(restoring, which));
    },
  };
}
