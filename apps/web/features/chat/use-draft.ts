"use client";

import { useCallback, useEffect, useState } from "react";
import { keep } from "@/components/conversation/unsent-messages.ts";
import { localStorageOrNull, useOwnerId } from "@/components/conversation/use-unsent-box.ts";

/** What is being written in a conversation, kept in the browser until it is sent. */
export function useDraft(conversationId: string | null): [string, (text: string) => void] {
  const key = `procode-draft:${useOwnerId()}:${conversationId ?? "new"}`;
  const [text, setText] = useState("");
  // Read after hydration: the server knows no drafts.
  useEffect(() => setText((now) => now || (localStorageOrNull()?.getItem(key) ?? "")), [key]);
  const write = useCallback(
    (next: string) => {
      setText(next);
      keep(localStorageOrNull(), key, next);
    },
    [key],
  );
  return [text, write];
}
