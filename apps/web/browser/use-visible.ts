"use client";

import { useSyncExternalStore } from "react";

/** Whether somebody may be looking at this tab; on the server nobody is. */
export function useVisible(): boolean {
  return useSyncExternalStore(
    watch,
    () => document.visibilityState === "visible",
    () => false,
  );
}

function watch(watcher: () => void): () => void {
  document.addEventListener("visibilitychange", watcher);
  return () => document.removeEventListener("visibilitychange", watcher);
}
