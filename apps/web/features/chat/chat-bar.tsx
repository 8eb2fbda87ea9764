"use client";

import { useQuery } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import { useEffect, useState } from "react";
import { conversationMenuItems } from "@/components/conversation/conversation-menu-items.ts";
import { TitleField } from "@/components/conversation/title-field.tsx";
import { useConversationActions } from "@/components/conversation/use-conversation-actions.ts";
import type { ChatConversation } from "@/components/conversation/wire-types.ts";
import { AppBar } from "@/components/shell/app-bar.tsx";
import { ChannelMark } from "@/components/ui/channel-mark.tsx";
import { DropdownMenu } from "@/components/ui/dropdown-menu.tsx";
import { iconButtonClass } from "@/components/ui/icon-button.tsx";
import { useHydrated } from "@/browser/use-hydrated.ts";
import { browserNow } from "@/browser/browser-clock.ts";
import { formatSum } from "@/format/format-sum.ts";
import { formatCost } from "@/format/format-money.ts";
import { useTRPC } from "@/trpc/client.tsx";

/** Title, channels and money of a conversation, and what can be done to it. */
export function ChatBar({ conversation, fresh }: { conversation: ChatConversation | null; fresh: boolean }) {
  const [renaming, setRenaming] = useState(false);
  const actions = useConversationActions();
  const trpc = useTRPC();
  const hydrated = useHydrated();
  const { data } = useQuery(trpc.analytics.usage.queryOptions({}));
  // The sidebar may have asked before this hydrates, and the server has drawn it without.
  const usage = hydrated ? data : undefined;
  const title = conversation?.title ?? (fresh ? "New chat" : "");
  useEffect(() => {
    // The address changes without a page load, so the window's name is set here.
    if (title !== "") document.title = `${title} · PROCODE`;
  }, [title]);
  const rename = (next: string | null) => {
    setRenaming(false);
    if (conversation && next !== null) actions.rename(conversation, next);
  };
  return (
    <AppBar>
      <div className="flex min-w-0 items-center gap-2.5 max-md:grow">
        <div className="min-w-0">
          {renaming && conversation ? (
            <TitleField
              title={conversation.title}
              onDone={rename}
              className="w-[min(340px,50vw)] text-md font-medium"
            />
          ) : (
            <h1 className="truncate text-md font-medium tracking-[-0.01em] max-md:text-[15px] max-md:leading-[18px]">
              {title}
            </h1>
          )}
          <p className="num text-2xs text-muted md:hidden">{usage ? `${formatSum(usage.todayUsd)} today` : "\u00a0"}</p>
        </div>
        <span className="flex gap-[3px] max-md:hidden">
          {conversation?.channels.map((channel) => (
            <ChannelMark key={channel} channel={channel} />
          ))}
        </span>
      </div>
      <div className="num ms-auto flex items-center gap-3.5 text-xs whitespace-nowrap text-muted max-lg:hidden">
        <span>
          This conversation{" "}
          <span className="font-medium text-text">
            {Number(conversation?.costUsd ?? 0) === 0 ? "$0.00" : formatCost(conversation?.costUsd ?? 0)}
          </span>
        </span>
        {usage && (
          <>
            <span aria-hidden="true" className="h-[18px] w-px bg-border" />
            <span>
              <MonthName /> <span className="font-medium text-text">{formatSum(usage.monthUsd)}</span>
            </span>
          </>
        )}
      </div>
      {conversation && (
        <span className="md:max-lg:ms-auto">
          <DropdownMenu items={conversationMenuItems(conversation, actions, () => setRenaming(true))}>
            {(trigger) => (
              <button {...trigger} type="button" aria-label="More" data-tip="More" className={iconButtonClass()}>
                <Ellipsis aria-hidden="true" strokeWidth={1.75} />
              </button>
            )}
          </DropdownMenu>
        </span>
      )}
    </AppBar>
  );
}

const MONTH = new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" });

/** The month that the sum is of; sums are kept by UTC. */
function MonthName() {
  const hydrated = useHydrated();
  if (!hydrated) return "This month";
  return MONTH.format(browserNow());
}
