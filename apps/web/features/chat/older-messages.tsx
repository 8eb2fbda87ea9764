"use client";

import { useEffect, useRef } from "react";

/** Loads older messages before the reader reaches them. */
export function OlderMessages({ loading, onLoad }: { loading: boolean; onLoad: () => void }) {
  const mark = useRef<HTMLDivElement>(null);
  // What draws them is there when they come.
  useEffect(() => void import("./older-thread.tsx"), []);
  useEffect(() => {
    const element = mark.current;
    if (!element || loading) return;
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && onLoad(), {
      rootMargin: "800px 0px 0px",
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [loading, onLoad]);
  return (
    <div ref={mark} className="pb-4 text-center text-xs text-muted">
      <button
        type="button"
        onClick={onLoad}
        aria-disabled={loading || undefined}
        className="min-h-8 rounded-sm px-2 hover:text-text"
      >
        {loading ? "Loading older messages" : "Older messages"}
      </button>
    </div>
  );
}
