"use client";

import { usePathname, useRouter } from "next/navigation";
import { useCallback, useEffect, useSyncExternalStore } from "react";

const CHAT = /^\/(dashboard$|chat\/)/;

/** The address of the chat that was opened last, until the router tells it too; it does so in its own time. */
let opened: string | null = null;
const watchers = new Set<() => void>();

/** Opens a conversation, or a new chat for null. From one chat to another nothing is fetched before it is shown. */
export function useOpenChat(): (conversationId: string | null) => void {
  const router = useRouter();
  return useCallback(
    (conversationId) => {
      const href = chatHref(conversationId);
      const here = window.location.pathname;
      if (!CHAT.test(here)) return router.push(href);
      window.history.pushState(null, "", href);
      if (href === here) return;
      opened = href;
      for (const tell of watchers) tell();
    },
    [router],
  );
}

/** The address of the page; a chat that was opened from another one is drawn with the click, and not after the router. */
export function useShownPath(): string {
  const told = usePathname();
  const ahead = useSyncExternalStore(watch, readAhead, () => null);
  useEffect(() => {
    if (told === opened) opened = null;
  }, [told]);
  return ahead ?? told;
}

export function chatHref(conversationId: string | null): string {
  return conversationId === null ? "/dashboard" : `/chat/${conversationId}`;
}

/** The conversation that an address shows; null for a new chat and for every other page. */
export function conversationOfPath(pathname: string): string | null {
  return /^\/chat\/([^/]+)/.exec(pathname)?.[1] ?? null;
}

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

/** Whoever has gone back since, or on to another page, is there. */
function readAhead(): string | null {
  return opened === window.location.pathname ? opened : null;
}
