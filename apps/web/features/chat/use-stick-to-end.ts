"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Nearer to the end than this, the reader follows along. */
const NEAR_PX = 48;
const FAR_PX = 320;

/**
 * Keeps the end in view while words arrive, unless the reader has scrolled away. Whoever scrolls up is left in peace
 * until they come back to the end, or ask for it.
 */
export function useStickToEnd(content: RefObject<HTMLElement | null>, conversationKey: string) {
  const stuck = useRef(true);
  const [place, setPlace] = useState({ follows: true, away: false });

  const toEnd = useCallback(() => {
    stuck.current = true;
    window.scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
    setPlace({ follows: true, away: false });
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation begins at its end
  useLayoutEffect(() => toEnd(), [conversationKey, toEnd]);

  useEffect(() => {
    const element = content.current;
    if (!element) return;
    let lastTop = window.scrollY;
    const tell = (left: number) => {
      const next = { follows: stuck.current, away: left > FAR_PX && !stuck.current };
      setPlace((known) => (known.follows === next.follows && known.away === next.away ? known : next));
    };
    const onScroll = () => {
      const left = distanceToEnd();
      const up = window.scrollY < lastTop - 1;
      lastTop = window.scrollY;
      if (left < NEAR_PX) stuck.current = true;
      else if (up) stuck.current = false;
      tell(left);
    };
    const observer = new ResizeObserver(() => {
      if (stuck.current) window.scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
      lastTop = window.scrollY;
      tell(distanceToEnd());
    });
    observer.observe(element);
    window.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      window.removeEventListener("scroll", onScroll);
    };
  }, [content]);

  return { ...place, toEnd };
}

function distanceToEnd(): number {
  return document.documentElement.scrollHeight - window.scrollY - window.innerHeight;
}
