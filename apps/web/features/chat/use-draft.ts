"use client";

import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";
import { keep } from "@/components/conversation/unsent-messages.ts";
import { localStorageOrNull, useOwnerId } from "@/components/conversation/use-unsent-box.ts";
import { withTyped } from "./with-typed.ts";

/** What is being written in a conversation, kept in the browser until it is sent. `field` is where it is written. */
export function useDraft(
  conversationId: string | null,
  field: RefObject<HTMLTextAreaElement | null>,
): [string, (text: string) => void] {
  const key = `procode-draft:${useOwnerId()}:${conversationId ?? "new"}`;
  const [text, setText] = useState("");
  const before = useRef(key);
  // Before the next drawing, which would put the state into the field.
  useLayoutEffect(() => {
    if (before.current === key) {
      // The server knows no drafts, and what was typed before hydration stands in the field alone.
      const storage = localStorageOrNull();
      const drafted = withTyped(storage?.getItem(key) ?? "", field.current?.value ?? "");
      keep(storage, key, drafted);
      setText((now) => now || drafted);
      return;
    }
    // The chat has got its address while this was being written: the draft moves along.
    const storage = localStorageOrNull();
    const moved = storage?.getItem(before.current) ?? "";
    keep(storage, before.current, "");
    if (moved !== "") keep(storage, key, moved);
    before.current = key;
  }, [key, field]);
  const write = useCallback(
    (next: string) => {
      setText(next);
      keep(localStorageOrNull(), key, next);
    },
    [key],
  );
  return [text, write];
}
