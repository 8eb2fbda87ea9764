"use client";

import { useEffect, useMemo } from "react";

/** Escape ends the answer that is being written, unless it has a dialog or a menu to close. */
export function useStopKey(
  generationId: string | null,
  stop: (generationId: string) => Promise<void>,
): (() => void) | null {
  const onStop = useMemo(() => (generationId === null ? null : () => void stop(generationId)), [generationId, stop]);
  useEffect(() => {
    if (!onStop) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
      if (document.querySelector("dialog[open], [role=menu]")) return;
      onStop();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [onStop]);
  return onStop;
}
