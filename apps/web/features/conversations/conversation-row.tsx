"use client";

import { Ellipsis } from "lucide-react";
import { memo, type MouseEvent, useRef, useState } from "react";
import { ListTime } from "@/components/clock-time.tsx";
import { conversationMenuItems } from "@/components/conversation/conversation-menu-items.ts";
import { TitleField } from "@/components/conversation/title-field.tsx";
import type { ConversationActions } from "@/components/conversation/create-conversation-actions.ts";
import type { ChatAhead } from "@/components/conversation/use-chat-ahead.ts";
import { chatHref } from "@/components/conversation/use-open-chat.ts";
import type { ChatConversation } from "@/components/conversation/wire-types.ts";
import { ChannelMark } from "@/components/ui/channel-mark.tsx";
import { cx } from "@/components/ui/cx.ts";
import { DropdownMenu } from "@/components/ui/dropdown-menu.tsx";

type RowProps = {
  conversation: ChatConversation;
  current: boolean;
  answering: boolean;
  actions: ConversationActions;
  onOpen: (conversationId: string) => void;
  ahead: ChatAhead;
};

/** One conversation in the sidebar: opened by a click, changed by its menu, a right click or F2. */
export const ConversationRow = memo(function ConversationRow({
  conversation,
  current,
  answering,
  actions,
  onOpen,
  ahead,
}: RowProps) {
  const [renaming, setRenaming] = useState(false);
  const menu = useRef<HTMLSpanElement>(null);
  const open = (event: MouseEvent) => {
    // A new tab or window is the browser's to open.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen(conversation.id);
  };
  const rename = (title: string | null) => {
    setRenaming(false);
    if (title !== null) actions.rename(conversation, title);
  };
  const channel = conversation.channels.at(-1) ?? "web";
  if (renaming) {
    return (
      <li className="flex min-h-[calc(var(--row-h)-3px)] items-center gap-[9px] px-2">
        <ChannelMark channel={channel} />
        <TitleField title={conversation.title} onDone={rename} className="grow text-sm" />
      </li>
    );
  }
  return (
    <li
      className={cx(
        "group/row relative flex items-center rounded-sm hover:bg-hover has-[[aria-expanded=true]]:bg-hover",
        current && "!bg-active",
      )}
      onContextMenu={(event) => {
        event.preventDefault();
        menu.current?.querySelector("button")?.click();
      }}
    >
      <a
        href={chatHref(conversation.id)}
        aria-current={current ? "page" : undefined}
        onClick={open}
        {...ahead(conversation.id)}
        onKeyDown={(event) => event.key === "F2" && setRenaming(true)}
        className={cx(
          "flex min-h-[calc(var(--row-h)-3px)] min-w-0 grow items-center gap-[9px] rounded-sm ps-2 pe-2 text-sm max-md:min-h-11",
          current ? "font-medium text-text" : "text-text-2",
        )}
      >
        <ChannelMark channel={channel} />
        <span className="min-w-0 grow truncate">{conversation.title}</span>
        <span className="flex-none group-hover/row:opacity-0 group-focus-within/row:opacity-0 group-has-[[aria-expanded=true]]/row:opacity-0 pointer-coarse:pe-9 pointer-coarse:!opacity-100">
          {answering ? <AnsweringMark /> : <ListTime at={conversation.activeAt} className="text-2xs text-muted" />}
        </span>
      </a>
      <span
        ref={menu}
        className="absolute end-0.5 opacity-0 group-hover/row:opacity-100 group-focus-within/row:opacity-100 has-[[aria-expanded=true]]:opacity-100 pointer-coarse:opacity-100"
      >
        <DropdownMenu items={conversationMenuItems(conversation, actions, () => setRenaming(true))}>
          {(trigger) => (
            <button
              {...trigger}
              type="button"
              aria-label={`Actions for ${conversation.title}`}
              className="grid size-7 place-items-center rounded-sm text-muted hover:text-text pointer-coarse:size-11"
            >
              <Ellipsis aria-hidden="true" className="size-4" strokeWidth={1.75} />
            </button>
          )}
        </DropdownMenu>
      </span>
    </li>
  );
});

/** The marker says: this happens now. */
export function AnsweringMark() {
  return (
    <span title="Answering" className="block size-[7px] rounded-full bg-accent shadow-[0_0_0_1px_var(--accent-line)]">
      <span className="sr-only">Answering</span>
    </span>
  );
}
