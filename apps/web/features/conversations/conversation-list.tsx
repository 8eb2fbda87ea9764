"use client";

import Link from "next/link";
import { useMemo } from "react";
import { browserNow } from "@/browser/browser-clock.ts";
import { useHydrated } from "@/browser/use-hydrated.ts";
import { useConversationActions } from "@/components/conversation/use-conversation-actions.ts";
import { useRunning } from "@/components/conversation/use-live-answer.ts";
import { useChatAhead } from "@/components/conversation/use-chat-ahead.ts";
import { conversationOfPath, useOpenChat, useShownPath } from "@/components/conversation/use-open-chat.ts";
import { Skeleton, SkeletonPage } from "@/components/ui/skeleton.tsx";
import { ConversationRow } from "./conversation-row.tsx";
import { groupConversations } from "./group-conversations.ts";
import { useConversationPages } from "./use-conversation-pages.ts";

const WIDTHS = ["w-[68%]", "w-[52%]", "w-[74%]", "w-[44%]", "w-[60%]", "w-[70%]", "w-[48%]"];
const HEADING = "px-2 pt-3 pb-1 text-2xs font-medium text-muted";

/** The conversations of the sidebar, grouped by when they were last touched. */
export function ConversationList() {
  const { conversations, isPending, error, hasNextPage, refetch } = useConversationPages({
    archived: false,
    query: "",
  });
  const current = conversationOfPath(useShownPath());
  const running = useRunning();
  const actions = useConversationActions();
  const openChat = useOpenChat();
  const ahead = useChatAhead();
  const hydrated = useHydrated();
  const groups = useMemo(
    () => (hydrated ? groupConversations(conversations, new Date(browserNow())) : []),
    [conversations, hydrated],
  );

  if (error && conversations.length === 0) {
    return (
      <p className="px-2 pt-3 text-xs text-muted">
        The list could not be loaded.{" "}
        <button type="button" onClick={() => void refetch()} className="marker-link text-xs">
          Try again
        </button>
      </p>
    );
  }
  if (isPending || !hydrated) return <ListSkeleton />;
  if (groups.length === 0) {
    return (
      <>
        <h2 className={HEADING}>Conversations</h2>
        <p className="px-2 text-xs leading-[18px] text-muted">
          None yet. What you write here, in Telegram or over the API lands in this one list.
        </p>
      </>
    );
  }
  return (
    <nav aria-label="Conversations">
      {groups.map((group) => (
        <section key={group.title} aria-label={group.title}>
          <h2 className={HEADING}>{group.title}</h2>
          <ul>
            {group.conversations.map((conversation) => (
              <ConversationRow
                key={conversation.id}
                conversation={conversation}
                current={conversation.id === current}
                answering={running.has(conversation.id)}
                actions={actions}
                onOpen={openChat}
                ahead={ahead}
              />
            ))}
          </ul>
        </section>
      ))}
      {hasNextPage && (
        <Link
          href="/conversations"
          className="mt-1 flex min-h-(--row-h) items-center rounded-sm px-2 text-xs text-muted hover:bg-hover hover:text-text"
        >
          All conversations
        </Link>
      )}
    </nav>
  );
}

function ListSkeleton() {
  return (
    <SkeletonPage label="Loading the conversations" className="pt-3">
      {WIDTHS.map((width) => (
        <div key={width} className="flex min-h-[calc(var(--row-h)-3px)] items-center gap-[9px] px-2">
          <Skeleton className="!h-[18px] w-[18px] rounded-[6px]" />
          <Skeleton className={width} />
        </div>
      ))}
    </SkeletonPage>
  );
}
