"use client";

import { loadPart } from "../../browser/load-part.ts";
import { useEffect, useSyncExternalStore } from "react";
import type { Mend } from "./lex-answer.ts";

let loaded: Mend | null = null;
const watchers = new Set<() => void>();

/**
 * What closes half-written markup, fetched with the first answer that streams; null for one that stands, and while an
 * answer hydrates, as the server drew it without.
 */
export function useMend(open: boolean): Mend | null {
  const mend = useSyncExternalStore(
    watch,
    () => (open ? loaded : null),
    () => null,
  );
  useEffect(() => {
    if (open && !mend) void load();
  }, [open, mend]);
  return mend;
}

async function load(): Promise<void> {
  loaded = (await loadPart(() => import("./mend-markdown.ts"))).mendMarkdown;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}
