"use client";

import { Ellipsis, Pin } from "lucide-react";
import { memo, type MouseEvent, useState } from "react";
import { ListTime } from "@/components/clock-time.tsx";
import { conversationMenuItems } from "@/components/conversation/conversation-menu-items.ts";
import { TitleField } from "@/components/conversation/title-field.tsx";
import type { ConversationActions } from "@/components/conversation/create-conversation-actions.ts";
import type { ChatAhead } from "@/components/conversation/use-chat-ahead.ts";
import { chatHref } from "@/components/conversation/use-open-chat.ts";
import type { ChatConversation } from "@/components/conversation/wire-types.ts";
import { ChannelMark } from "@/components/ui/channel-mark.tsx";
import { DropdownMenu } from "@/components/ui/dropdown-menu.tsx";
import { iconButtonClass } from "@/components/ui/icon-button.tsx";
import { formatCost } from "@/format/format-money.ts";
import { AnsweringMark } from "./conversation-row.tsx";

type LineProps = {
  conversation: ChatConversation;
  answering: boolean;
  actions: ConversationActions;
  onOpen: (conversationId: string) => void;
  ahead: ChatAhead;
};

/** One conversation on the page of all: title, channels, cost, time. */
export const ConversationLine = memo(function ConversationLine({
  conversation,
  answering,
  actions,
  onOpen,
  ahead,
}: LineProps) {
  const [renaming, setRenaming] = useState(false);
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen(conversation.id);
  };
  const rename = (title: string | null) => {
    setRenaming(false);
    if (title !== null) actions.rename(conversation, title);
  };
  return (
    <li className="relative flex min-h-[52px] items-center gap-3 border-border ps-4 pe-2 not-last:border-b hover:bg-hover">
      <span className="flex gap-[3px]">
        {conversation.channels.map((channel) => (
          <ChannelMark key={channel} channel={channel} />
        ))}
      </span>
      {renaming ? (
        <TitleField title={conversation.title} onDone={rename} className="z-1 grow text-md" />
      ) : (
        <a
          href={chatHref(conversation.id)}
          onClick={open}
          {...ahead(conversation.id)}
          className="min-w-0 grow truncate text-md font-medium before:absolute before:inset-0"
        >
          {conversation.title}
        </a>
      )}
      {conversation.pinnedAt && (
        <Pin aria-label="Pinned" className="size-3.5 flex-none text-muted" strokeWidth={1.75} />
      )}
      {answering && <AnsweringMark />}
      <span className="num text-xs text-muted max-md:hidden">{formatCost(conversation.costUsd)}</span>
      <ListTime at={conversation.activeAt} className="w-14 text-end text-xs text-muted" />
      <span className="relative z-1">
        <DropdownMenu items={conversationMenuItems(conversation, actions, () => setRenaming(true))}>
          {(trigger) => (
            <button
              {...trigger}
              type="button"
              aria-label={`Actions for ${conversation.title}`}
              className={iconButtonClass()}
            >
              <Ellipsis aria-hidden="true" strokeWidth={1.75} />
            </button>
          )}
        </DropdownMenu>
      </span>
    </li>
  );
});
