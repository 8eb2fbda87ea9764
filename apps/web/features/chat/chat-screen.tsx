"use client";

import { usePathname } from "next/navigation";
import { useCallback, useState } from "react";
import { chatHref, conversationOfPath } from "@/components/conversation/use-open-chat.ts";
import { UnsentMessages } from "@/components/conversation/use-unsent-box.ts";
import type { ChatModel } from "@/components/conversation/wire-types.ts";
import { ChatView } from "./chat-view.tsx";
import type { FirstConversation } from "./use-conversation.ts";

type ChatScreenProps = { viewerId: string; first: FirstConversation | null; firstModel: ChatModel | null };

/** The chat that the address names. Both of its pages draw this, so that a new chat gets its address without being drawn anew. */
export function ChatScreen({ viewerId, first, firstModel }: ChatScreenProps) {
  const conversationId = conversationOfPath(usePathname());
  const [births, setBirths] = useState<{ count: number; keys: ReadonlyMap<string, string> }>({
    count: 0,
    keys: new Map(),
  });
  const newKey = `new-${births.count}`;
  const onConversation = useCallback((id: string) => {
    setBirths(({ count, keys }) => ({ count: count + 1, keys: new Map(keys).set(id, `new-${count}`) }));
    if (conversationOfPath(window.location.pathname) === null) window.history.replaceState(null, "", chatHref(id));
  }, []);
  const key = conversationId === null ? newKey : (births.keys.get(conversationId) ?? conversationId);
  return (
    <UnsentMessages ownerId={viewerId}>
      <ChatView
        key={key}
        conversationId={conversationId}
        first={first}
        firstModel={conversationId === null || first?.conversation.id === conversationId ? firstModel : null}
        onConversation={onConversation}
      />
    </UnsentMessages>
  );
}
