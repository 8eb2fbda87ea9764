"use client";

import { useCallback, useSyncExternalStore } from "react";
import { type LiveAnswer, readLiveAnswer, readRunning, watchLiveAnswer, watchRunning } from "./live-answers.ts";

const NONE: ReadonlySet<string> = new Set();

/** The answer that a generation writes, while it does. */
export function useLiveAnswer(generationId: string): LiveAnswer | undefined {
  const watch = useCallback((watcher: () => void) => watchLiveAnswer(generationId, watcher), [generationId]);
  return useSyncExternalStore(
    watch,
    () => readLiveAnswer(generationId),
    () => undefined,
  );
}

/** The conversations that are being answered. */
export function useRunning(): ReadonlySet<string> {
  return useSyncExternalStore(watchRunning, readRunning, () => NONE);
}
