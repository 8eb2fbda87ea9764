"use client";

import { createContext, createElement, type ReactNode, use, useEffect, useState } from "react";
import { createUnsentBox, type UnsentBox } from "./unsent-messages.ts";

const UnsentContext = createContext<{ box: UnsentBox; ownerId: string } | null>(null);

/** Keeps unsent messages and drafts apart for each person who uses this browser. */
export function UnsentMessages({ ownerId, children }: { ownerId: string; children: ReactNode }) {
  const key = `procode-unsent:${ownerId}`;
  const [value] = useState(() => ({
    box: createUnsentBox(typeof window === "undefined" ? null : localStorageOrNull(), key),
    ownerId,
  }));
  useEffect(() => {
    const onStorage = (event: StorageEvent) => event.key === key && value.box.reload();
    window.addEventListener("storage", onStorage);
    return () => window.removeEventListener("storage", onStorage);
  }, [key, value]);
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
