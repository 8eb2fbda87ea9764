"use client";

import { createContext, createElement, type ReactNode, use, useEffect, useState } from "react";
import { holdLock } from "@/browser/hold-lock.ts";
import { createUnsentBox, type UnsentBox, type UnsentMessage } from "./unsent-messages.ts";

const UnsentContext = createContext<{ box: UnsentBox; ownerId: string } | null>(null);

type UnsentProps = {
  ownerId: string;
  /** Hears of what a closed tab, or this one before it was left, had not sent. Keeps its identity. */
  onLeft: (messages: readonly UnsentMessage[]) => void;
  children: ReactNode;
};

/** Keeps unsent messages and drafts apart for each person who uses this browser, and messages for each of their tabs. */
export function UnsentMessages({ ownerId, onLeft, children }: UnsentProps) {
  const [value] = useState(() => ({
    box: createUnsentBox(
      typeof window === "undefined" ? null : localStorageOrNull(),
      `procode-unsent:${ownerId}`,
      crypto.randomUUID(),
    ),
    ownerId,
  }));
  useEffect(() => {
    const { box } = value;
    const over = new AbortController();
    const lockOf = (tab: string) => `procode-tab:${tab}`;
    void holdLock(lockOf(box.tab), over.signal, () => untilAborted(over.signal));
    // A tab holds its lock as long as it lives: who gets it next takes over what it left, and nobody else.
    for (const tab of box.otherTabs()) void holdLock(lockOf(tab), over.signal, async () => onLeft(box.takeOver(tab)));
    return () => over.abort();
  }, [value, onLeft]);
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

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function useOwner() {
  const owner = use(UnsentContext);
  if (!owner) throw new Error("useUnsentBox needs UnsentMessages above it.");
  return owner;
}
