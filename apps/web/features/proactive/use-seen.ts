"use client";

import { useEffect, useRef } from "react";
import { useVisible } from "@/browser/use-visible.ts";
import { useTRPCClient } from "@/trpc/client.tsx";
import type { History } from "./wire-types.ts";

/** Whoever looks at this page has seen what came to it; told once for each, and again on the next visit where it failed. */
export function useSeen({ messages }: History): void {
  const client = useTRPCClient();
  const isVisible = useVisible();
  const told = useRef(new Set<string>());
  useEffect(() => {
    if (!isVisible) return;
    for (const { messageId, state, channel } of messages) {
      if (state !== "sent" || channel !== "web" || messageId === null || told.current.has(messageId)) continue;
      told.current.add(messageId);
      client.proactive.read.mutate({ messageId }).catch(() => told.current.delete(messageId));
    }
  }, [messages, isVisible, client]);
}
