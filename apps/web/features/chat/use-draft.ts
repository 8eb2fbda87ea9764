"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { keep } from "@/components/conversation/unsent-messages.ts";
import { localStorageOrNull, useOwnerId } from "@/components/conversation/use-unsent-box.ts";

/** What is being written in a conversation, kept in the browser until it is sent. */
export function useDraft(conversationId: string | null): [string, (text: string) => void] {
  const key = `procode-draft:${useOwnerId()}:${conversationId ?? "new"}`;
  const [text, setText] = useState("");
  const before = useRef(key);
  useEffect(() => {
    if (before.current === key) {
      // Read after hydration: the server knows no drafts.
      setText((now) => now || (localStorageOrNull()?.getItem(key) ?? ""));
      return;
    }
    // The chat has got its address while this was being written: the draft moves along.
    const storage = localStorageOrNull();
    const moved = storage?.getItem(before.current) ?? "";
    keep(storage, before.current, "");
    if (moved !== "") keep(storage, key, moved);
    before.current = key;
  }, [key]);
  const write = useCallback(
    (next: string) => {
      setText(next);
      keep(localStorageOrNull(), key, next);
    },
    [key],
  );
  return [text, write];
}
