"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { LogOut, type LucideIcon, MessageSquare, Search, SquarePen, SunMoon } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { signOut } from "@/browser/sign-out.ts";
import { applyAppearance } from "@/components/appearance.ts";
import { useOpenChat } from "@/components/conversation/use-open-chat.ts";
import { shortcut } from "@/components/shell/shortcut.ts";
import { useShell } from "@/components/shell/shell-state.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { showToast } from "@/components/ui/toast.tsx";
import { useTRPC } from "@/trpc/client.tsx";
import { PALETTE_PAGES } from "./pages.ts";

const RECENT = 8;

/** Every action, page and recent conversation, a few keys away. Loaded at the first ⌘K. */
export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const [words, setWords] = useState("");
  const router = useRouter();
  const openChat = useOpenChat();
  const trpc = useTRPC();
  const { mac } = useShell();
  const query = words.trim();
  const { data } = useQuery({
    ...trpc.conversations.list.queryOptions({ limit: RECENT, ...(query && { query: query.slice(0, 200) }) }),
    placeholderData: keepPreviousData,
  });

  const run = (action: () => void) => () => {
    onClose();
    action();
  };
  const go = (href: string) => run(() => router.push(href));
  const leave = run(() => void signOut().catch((error: Error) => showToast(error.message)));

  return (
    <Dialog
      bare
      open
      onClose={onClose}
      title="Search or jump to"
      className="mt-[min(112px,12dvh)] max-w-[640px] max-md:mx-2 max-md:mt-2 max-md:mb-auto max-md:max-w-[calc(100%-16px)] max-md:animate-none max-md:rounded-lg max-md:border"
    >
      <Command label="Search or jump to" loop className="flex max-h-[min(560px,70dvh)] flex-col">
        <div className="flex h-[54px] flex-none items-center gap-[11px] border-b border-border px-4">
          <Search aria-hidden="true" className="size-4 flex-none" strokeWidth={1.75} />
          <Command.Input
            value={words}
            onValueChange={setWords}
            placeholder="Search or jump to"
            className="min-w-0 grow bg-transparent text-[16px] outline-none focus-visible:shadow-none"
          />
          <button type="button" onClick={onClose} className="rounded-xs text-[15px] md:hidden">
            Cancel
          </button>
          <Kbd>esc</Kbd>
        </div>
        <Command.List className="min-h-0 grow overflow-y-auto overscroll-contain p-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-[5px] [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted">
          <Command.Empty className="px-4 py-10 text-center text-sm text-muted">Nothing called “{query}”.</Command.Empty>
          <Command.Group heading="Do">
            <Option icon={SquarePen} onSelect={go("/dashboard")} keys={shortcut(mac, "Ctrl", "Shift", "O")}>
              New chat
            </Option>
            <Option icon={SunMoon} onSelect={run(() => applyAppearance({ theme: "light" }))}>
              Theme: light
            </Option>
            <Option icon={SunMoon} onSelect={run(() => applyAppearance({ theme: "dark" }))}>
              Theme: dark
            </Option>
            <Option icon={SunMoon} onSelect={run(() => applyAppearance({ theme: "system" }))}>
              Theme: as the system
            </Option>
            <Option icon={LogOut} onSelect={leave}>
              Sign out
            </Option>
          </Command.Group>
          <Command.Group heading="Go to">
            {PALETTE_PAGES.map(({ href, label, icon }) => (
              <Option key={href} icon={icon} onSelect={go(href)}>
                {label}
              </Option>
            ))}
          </Command.Group>
          {data && data.conversations.length > 0 && (
            <Command.Group heading="Conversations">
              {data.conversations.map(({ id, title }) => (
                // The server did the finding; the id keeps two of one title apart.
                <Option key={id} icon={MessageSquare} value={`${title} ${id}`} onSelect={run(() => openChat(id))}>
                  {title}
                </Option>
              ))}
            </Command.Group>
          )}
        </Command.List>
        <div className="flex flex-none items-center gap-4 border-t border-border bg-bg px-4 py-2.5 text-xs text-muted max-md:hidden">
          <span className="flex items-center gap-1.5">
            <Kbd>↑</Kbd>
            <Kbd>↓</Kbd> choose
          </span>
          <span className="flex items-center gap-1.5">
            <Kbd>↵</Kbd> open
          </span>
        </div>
      </Command>
    </Dialog>
  );
}

type OptionProps = { icon: LucideIcon; keys?: string; value?: string; onSelect: () => void; children: ReactNode };

function Option({ icon: Icon, keys, value, onSelect, children }: OptionProps) {
  return (
    <Command.Item
      {...(value !== undefined && { value })}
      onSelect={onSelect}
      className="group flex min-h-10 cursor-pointer items-center gap-[11px] rounded-[9px] px-2.5 text-md aria-selected:bg-active max-md:min-h-12"
    >
      <Icon
        aria-hidden="true"
        className="size-4 flex-none text-muted group-aria-selected:text-text"
        strokeWidth={1.75}
      />
      <span className="min-w-0 grow truncate">{children}</span>
      {keys && <Kbd>{keys}</Kbd>}
    </Command.Item>
  );
}
