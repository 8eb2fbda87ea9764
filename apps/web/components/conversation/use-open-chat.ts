"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";

const CHAT = /^\/(dashboard$|chat\/)/;

/** Opens a conversation, or a new chat for null. From one chat to another nothing is fetched before it is shown. */
export function useOpenChat(): (conversationId: string | null) => void {
  const router = useRouter();
  return useCallback(
    (conversationId) => {
      const href = chatHref(conversationId);
      if (CHAT.test(window.location.pathname)) window.history.pushState(null, "", href);
      else router.push(href);
    },
    [router],
  );
}

export function chatHref(conversationId: string | null): string {
  return conversationId === null ? "/dashboard" : `/chat/${conversationId}`;
}

/** The conversation that an address shows; null for a new chat and for every other page. */
export function conversationOfPath(pathname: string): string | null {
  return /^\/chat\/([^/]+)/.exec(pathname)?.[1] ?? null;
}
