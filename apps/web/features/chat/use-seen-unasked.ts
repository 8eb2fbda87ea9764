"use client";

import { useEffect, useRef } from "react";
import { useVisible } from "@/browser/use-visible.ts";
import type { ChatMessage } from "@/components/conversation/wire-types.ts";
import { useTRPCClient } from "@/trpc/client.tsx";

/**
 * Whoever looks at a conversation has seen what was written first in it: an answer that nothing generated. Told once for each,
 * and again on the next look where that failed.
 */
export function useSeenUnasked(path: readonly ChatMessage[]): void {
  const client = useTRPCClient();
  const isVisible = useVisible();
  const told = useRef(new Set<string>());
  const ids = path.filter(isUnasked).map(({ id }) => id);
  const seen = isVisible ? ids.join(" ") : "";
  useEffect(() => {
    for (const messageId of seen.split(" ").filter((id) => id !== "" && !told.current.has(id))) {
      told.current.add(messageId);
      client.proactive.read.mutate({ messageId }).catch(() => told.current.delete(messageId));
    }
  }, [seen, client]);
}

const isUnasked = ({ role, channel, generationId }: ChatMessage): boolean =>
  role === "assistant" && channel === "web" && generationId === null;
