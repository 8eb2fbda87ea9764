"use client";

import { Archive, MessagesSquare, Search } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useConversationActions } from "@/components/conversation/use-conversation-actions.ts";
import { useRunning } from "@/components/conversation/use-live-answer.ts";
import { useChatAhead } from "@/components/conversation/use-chat-ahead.ts";
import { useOpenChat } from "@/components/conversation/use-open-chat.ts";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { Page, PageTitle } from "@/components/ui/page.tsx";
import { SegmentedControl } from "@/components/ui/segmented-control.tsx";
import { Skeleton, SkeletonPage } from "@/components/ui/skeleton.tsx";
import { ConversationLine } from "./conversation-line.tsx";
import { useConversationPages } from "./use-conversation-pages.ts";

const WIDTHS = ["w-72", "w-56", "w-80", "w-48", "w-64", "w-60"];

/** All conversations: found by their titles, also those put away. */
export function ConversationsPage() {
  const [tab, setTab] = useState<"current" | "archived">("current");
  const [query, setQuery] = useState("");
  const words = useDeferredValue(query);
  const { conversations, isPending, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useConversationPages({ archived: tab === "archived", query: words });
  const actions = useConversationActions();
  const running = useRunning();
  const openChat = useOpenChat();
  const ahead = useChatAhead();
  return (
    <Page narrow>
      <PageTitle title="Conversations">What you wrote here, in Telegram and over the API, in one list.</PageTitle>
      <div className="mb-3.5 flex flex-wrap items-center gap-2">
        <label className="field flex min-h-(--control-h) min-w-0 grow items-center gap-2 rounded-sm px-2.5">
          <Search aria-hidden="true" className="size-3.5 flex-none text-muted" strokeWidth={1.75} />
          <input
            type="search"
            aria-label="Search in titles"
            placeholder="Search in titles"
            value={query}
            maxLength={200}
            onChange={(event) => setQuery(event.target.value)}
            className="min-w-0 grow bg-transparent text-ui outline-none focus-visible:!shadow-none pointer-coarse:text-[16px]"
          />
        </label>
        <SegmentedControl
          label="Which conversations"
          value={tab}
          options={[
            { value: "current", label: "In the list" },
            { value: "archived", label: "Archived" },
          ]}
          onChange={setTab}
        />
      </div>
      {error && conversations.length === 0 ? (
        <ErrorState
          title="The conversations could not be loaded."
          action={<Button onClick={() => void refetch()}>Try again</Button>}
        >
          They are kept on the server.
        </ErrorState>
      ) : isPending ? (
        <ListSkeleton />
      ) : conversations.length === 0 ? (
        <Nothing query={words} archived={tab === "archived"} onNew={() => openChat(null)} />
      ) : (
        <ul className="overflow-clip rounded-md border border-border bg-surface">
          {conversations.map((conversation) => (
            <ConversationLine
              key={conversation.id}
              conversation={conversation}
              answering={running.has(conversation.id)}
              actions={actions}
              onOpen={openChat}
              ahead={ahead}
            />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <div className="mt-4 text-center">
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </Page>
  );
}

function Nothing({ query, archived, onNew }: { query: string; archived: boolean; onNew: () => void }) {
  if (query.trim() !== "") {
    return (
      <EmptyState icon={Search} title={`No title has “${query.trim()}”`}>
        Titles are searched, not yet the messages.
      </EmptyState>
    );
  }
  if (archived) {
    return (
      <EmptyState icon={Archive} title="Nothing is archived">
        Archive a conversation in its menu, and the list stays short. It is kept here.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={MessagesSquare}
      title="No conversations yet"
      action={
        <Button look="primary" onClick={onNew}>
          New chat
        </Button>
      }
    >
      Ask something, and it stands here with its cost.
    </EmptyState>
  );
}

function ListSkeleton() {
  return (
    <SkeletonPage
      label="Loading the conversations"
      className="overflow-clip rounded-md border border-border bg-surface"
    >
      {WIDTHS.map((width) => (
        <div key={width} className="flex min-h-[52px] items-center gap-3 border-border px-4 not-last:border-b">
          <Skeleton className="!h-[18px] w-[18px] rounded-[6px]" />
          <Skeleton className={width} />
        </div>
      ))}
    </SkeletonPage>
  );
}
