"use client";

import { useQueryClient } from "@tanstack/react-query";
import { createContext, createElement, type ReactNode, use, useEffect, useState } from "react";
import { useTRPC } from "@/trpc/client.tsx";
import { createUnsentBox, type UnsentBox } from "./unsent-messages.ts";

const UnsentContext = createContext<{ box: UnsentBox; ownerId: string } | null>(null);

/** Keeps unsent messages and drafts apart for each person who uses this browser. */
export function UnsentMessages({ ownerId, children }: { ownerId: string; children: ReactNode }) {
  const key = `procode-unsent:${ownerId}`;
  const [value] = useState(() => ({
    box: createUnsentBox(typeof window === "undefined" ? null : localStorageOrNull(), key),
    ownerId,
  }));
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  useEffect(() => {
    const onStorage = (event: StorageEvent) => {
      if (event.key !== key || value.box.reload().length === 0) return;
      // The other tab has sent them: they stand on the server now.
      void queryClient.invalidateQueries({ queryKey: trpc.conversations.pathKey() });
    };
    window.addEventListener("storage", onStorage);
    return () => window.removeEventListener("storage", onStorage);
  }, [key, value, queryClient, trpc]);
  return createElement(UnsentContext, { value }, children);
}

export function useUnsentBox(): UnsentBox {
  return useOwner().box;
}

/** Whose drafts these are. */
export function useOwnerId(): string {
  return useOwner().ownerId;
}

/** null where the browser forbids it, as some do for private windows. */
export function localStorageOrNull(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function useOwner() {
  const owner = use(UnsentContext);
  if (!owner) throw new Error("useUnsentBox needs UnsentMessages above it.");
  return owner;
}
