"use client";

import { useCallback, useState } from "react";
import { chatHref, conversationOfPath, useOpenChat, useShownPath } from "@/components/conversation/use-open-chat.ts";
import type { UnsentMessage } from "@/components/conversation/unsent-messages.ts";
import { UnsentMessages } from "@/components/conversation/use-unsent-box.ts";
import type { ChatModel } from "@/components/conversation/wire-types.ts";
import { showNews } from "@/components/ui/toast.tsx";
import { ChatView } from "./chat-view.tsx";
import type { FirstConversation } from "./use-conversation.ts";

type ChatScreenProps = {
  viewerId: string;
  first: FirstConversation | null;
  firstModel: ChatModel | null;
  /** The server found nothing at the address of the page. */
  missing?: boolean;
};

/** The chat that the address names. Both of its pages draw this, so that a new chat gets its address without being drawn anew. */
export function ChatScreen({ viewerId, first, firstModel, missing = false }: ChatScreenProps) {
  const conversationId = conversationOfPath(useShownPath());
  const openChat = useOpenChat();
  const [missingId] = useState(missing ? conversationId : null);
  const [shown, setShown] = useState({ conversationId, newChats: 0 });
  const [births, setBirths] = useState<ReadonlyMap<string, string>>(new Map());
  if (shown.conversationId !== conversationId) {
    setShown({ conversationId, newChats: shown.newChats + (conversationId === null ? 1 : 0) });
  }
  // Until the address has followed, a chat that has just begun is still the new one; afterwards it keeps that key.
  const newKey = `new-${shown.newChats}`;
  const onConversation = useCallback(
    (id: string) => {
      setBirths((known) => new Map(known).set(id, newKey));
      if (conversationOfPath(window.location.pathname) === null) window.history.replaceState(null, "", chatHref(id));
    },
    [newKey],
  );
  const tellLeft = useCallback(
    (left: readonly UnsentMessage[]) => {
      const here = conversationOfPath(window.location.pathname);
      const elsewhere = left.find(({ state, conversationId: id }) => state === "waiting" && id !== here);
      if (!elsewhere) return;
      showNews("A message of yours may not have been sent.", {
        label: "Send it",
        run: () => openChat(elsewhere.conversationId),
      });
    },
    [openChat],
  );
  const isFirst = conversationId === (first?.conversation.id ?? null);
  const key = conversationId === null ? newKey : (births.get(conversationId) ?? conversationId);
  return (
    <UnsentMessages ownerId={viewerId} onLeft={tellLeft}>
      <ChatView
        key={key}
        conversationId={conversationId}
        first={first}
        missing={conversationId !== null && conversationId === missingId}
        firstModel={isFirst ? firstModel : null}
        onConversation={onConversation}
      />
    </UnsentMessages>
  );
}
