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
    for (const { id, state, channel } of messages) {
      if (state !== "sent" || channel !== "web" || told.current.has(id)) continue;
      told.current.add(id);
      client.proactive.read.mutate({ id }).catch(() => told.current.delete(id));
    }
  }, [messages, isVisible, client]);
}
