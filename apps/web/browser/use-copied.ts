"use client";

import { useCallback, useEffect, useState } from "react";

const SHOWN_MS = 2_000;

/** Copies text and says for two seconds that it did; what the browser refuses is not claimed. */
export function useCopied(): { copied: boolean; copy: (text: string) => void } {
  const [copies, setCopies] = useState(0);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (copies === 0) return;
    setCopied(true);
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copies]);
  const copy = useCallback((text: string) => {
    navigator.clipboard?.writeText(text).then(
      () => setCopies((count) => count + 1),
      () => setCopied(false),
    );
  }, []);
  return { copied, copy };
}
