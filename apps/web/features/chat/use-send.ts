"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import { browserNow } from "@/browser/browser-clock.ts";
import { useOnline } from "@/browser/use-online.ts";
import { addMessages, changeConversation } from "@/components/conversation/conversation-cache.ts";
import { markSending } from "@/components/conversation/sending-now.ts";
import type { UnsentMessage } from "@/components/conversation/unsent-messages.ts";
import { useUnsentBox } from "@/components/conversation/use-unsent-box.ts";
import { useTRPC, useTRPCClient } from "@/trpc/client.tsx";
import { callFailure } from "./call-failure.ts";
import { answerFromTurn, questionFromTurn } from "./new-turn.ts";
import { useFollow } from "@/components/feed/use-follow.ts";
import { useTryAgain } from "./use-try-again.ts";

const NONE: readonly UnsentMessage[] = [];

type SendProps = {
  /** null for a chat that the server has not begun yet. */
  conversationId: string | null;
  /** The end of the shown branch. */
  leafId: string | null;
  /** An answer is being written: the next message waits for its end. */
  busy: boolean;
  onConversation: (conversationId: string) => void;
  /** The message stands on the server, and its answer is the new end. */
  onTurn: (leafId: string) => void;
};

/** Sends messages one after another: at once, when the answer before has ended, or when the network is back. */
export function useSend({ conversationId: addressed, leafId, busy, onConversation, onTurn }: SendProps) {
  // Set before the address follows, so that what is written in between goes to the same conversation.
  const begun = useRef<string | null>(null);
  const conversationId = addressed ?? begun.current;
  const box = useUnsentBox();
  const all = useSyncExternalStore(box.watch, box.read, () => NONE);
  const unsent = all.filter(
    (message) => message.conversationId === conversationId || (conversationId === null && isHomeless(message)),
  );
  const online = useOnline();
  const queryClient = useQueryClient();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const follow = useFollow();
  const sending = useRef(false);
  const tryAgain = useTryAgain(useCallback((clientId: string) => box.change(clientId, { state: "waiting" }), [box]));

  const deliver = useCallback(
    async (message: UnsentMessage) => {
      if (sending.current) return;
      sending.current = true;
      const unmark = conversationId === null ? null : markSending(conversationId);
      box.change(message.clientId, { state: "sending", tried: true, failure: null });
      try {
        const { clientId, text, edits } = message;
        const words = { clientId, text, ...(message.model && { model: message.model }) };
        const sent = await (edits
          ? client.chat.edit.mutate({ ...words, messageId: edits.messageId })
          : client.chat.send.mutate({
              ...words,
              ...(conversationId && { conversationId }),
              ...(leafId && { parentId: leafId }),
            }));
        const now = new Date(browserNow()).toISOString();
        // One that was tried before may stand there already, in its own place.
        addMessages(queryClient, trpc, sent.conversationId, [
          questionFromTurn(sent, message, edits ? edits.parentId : leafId, now),
          answerFromTurn(sent, now),
        ]);
        changeConversation(queryClient, trpc, sent.conversationId, { activeLeafId: sent.answerId, activeAt: now });
        onTurn(sent.answerId);
        follow({ conversationId: sent.conversationId, generationId: sent.generationId, fresh: true });
        box.remove(clientId);
        if (conversationId === null) {
          begun.current = sent.conversationId;
          // What was written meanwhile belongs to the conversation that has just begun.
          for (const written of box.read().filter((waiting) => waiting.conversationId === null))
            box.change(written.clientId, { conversationId: sent.conversationId });
          onConversation(sent.conversationId);
        }
      } catch (error) {
        const failure = callFailure(error);
        const cut = failure.reason === "no-connection";
        if (cut && !navigator.onLine) box.change(message.clientId, { state: "waiting" });
        else if (!cut || !tryAgain(message.clientId)) box.change(message.clientId, { state: "failed", failure });
      } finally {
        sending.current = false;
        unmark?.();
      }
    },
    [box, client, conversationId, follow, leafId, onConversation, onTurn, queryClient, trpc, tryAgain],
  );

  // Other words for an old message wait for no answer's end.
  const isDue = ({ state, tried, edits }: UnsentMessage) =>
    state !== "failed" && (!busy || tried || edits !== undefined);
  const next = unsent.find(isDue);
  // Until the address has followed, the branch that the next message continues is not known here.
  const settled = addressed === conversationId;
  const ready = online && settled && next?.state === "waiting" ? next : undefined;
  useEffect(() => {
    if (ready) void deliver(ready);
  }, [ready, deliver]);

  const send = useCallback(
    (text: string, model: string | null, edits?: UnsentMessage["edits"]) =>
      box.add({
        clientId: crypto.randomUUID(),
        conversationId: addressed ?? begun.current,
        text,
        model,
        edits,
        state: "waiting",
        tried: false,
        failure: null,
        at: new Date(browserNow()).toISOString(),
      }),
    [box, addressed],
  );
  const retry = useCallback(
    (clientId: string) =>
      box.change(clientId, {
        state: "waiting",
        failure: null,
        // What its old message belonged to is gone, so that it begins a chat.
        ...(conversationId === null && { conversationId, edits: undefined }),
      }),
    [box, conversationId],
  );
  return { unsent, online, send, retry, withdraw: box.remove };
}

/** Its conversation was deleted before it came there; a new chat shows it too, so that its words are not out of reach. */
function isHomeless({ state, failure }: UnsentMessage): boolean {
  return state === "failed" && failure?.reason === "no-such-thing";
}
