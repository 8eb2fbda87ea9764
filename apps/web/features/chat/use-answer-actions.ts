"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { browserNow } from "@/browser/browser-clock.ts";
import {
  changeConversation,
  putMessages,
  readMessages,
  refreshConversation,
} from "@/components/conversation/conversation-cache.ts";
import { markSending } from "@/components/conversation/sending-now.ts";
import type { ChatMessage } from "@/components/conversation/wire-types.ts";
import { showToast } from "@/components/ui/toast.tsx";
import { useTRPC, useTRPCClient } from "@/trpc/client.tsx";
import { growTree, newestLeaf } from "./branch.ts";
import { callFailure } from "./call-failure.ts";
import { answerFromTurn } from "./new-turn.ts";
import { useFollow } from "@/components/feed/use-follow.ts";

/** Asking again, stopping, and showing another version. `goTo` shows the branch that ends there. */
export function useAnswerActions(goTo: (leafId: string) => void) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const follow = useFollow();

  const again = useCallback(
    async (message: ChatMessage, model?: string) => {
      const unmark = markSending(message.conversationId);
      try {
        const sent = await client.chat.regenerate.mutate({
          clientId: crypto.randomUUID(),
          messageId: message.id,
          ...(model && { model }),
        });
        const now = new Date(browserNow()).toISOString();
        putMessages(queryClient, trpc, sent.conversationId, [answerFromTurn(sent, now)]);
        changeConversation(queryClient, trpc, sent.conversationId, {
          activeLeafId: sent.answerId,
          activeAt: now,
          ...(model && { model }),
        });
        goTo(sent.answerId);
        follow({ conversationId: sent.conversationId, generationId: sent.generationId, fresh: true });
      } catch (error) {
        const { reason, message: words } = callFailure(error);
        showToast(reason === "no-connection" ? "The server could not be reached. Nothing was changed." : words);
      } finally {
        unmark();
      }
    },
    [client, follow, goTo, queryClient, trpc],
  );

  const stop = useCallback(
    async (generationId: string) => {
      try {
        await client.chat.stop.mutate({ generationId });
      } catch (error) {
        showToast(`The answer goes on: ${callFailure(error).message}`);
      }
    },
    [client],
  );

  const show = useCallback(
    async (conversationId: string, messageId: string) => {
      const unmark = markSending(conversationId);
      const leafId = newestLeaf(growTree(readMessages(queryClient, trpc, conversationId)), messageId);
      goTo(leafId);
      changeConversation(queryClient, trpc, conversationId, { activeLeafId: leafId });
      try {
        const { activeLeafId } = await client.conversations.showBranch.mutate({ conversationId, messageId });
        changeConversation(queryClient, trpc, conversationId, { activeLeafId });
      } catch {
        // What is shown here is only not remembered for other devices.
        void refreshConversation(queryClient, trpc, conversationId);
      } finally {
        unmark();
      }
    },
    [client, goTo, queryClient, trpc],
  );

  return { again, stop, show };
}
