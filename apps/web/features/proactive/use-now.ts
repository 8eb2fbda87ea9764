"use client";

import { useEffect, useState } from "react";
import { browserNow } from "@/browser/browser-clock.ts";

const EVERY_MS = 15_000;

/** The time, as the page was made at first, then by the browser's clock. */
export function useNow(madeAt: string): Date {
  const [nowMs, setNowMs] = useState(() => Date.parse(madeAt));
  useEffect(() => {
    const tick = () => setNowMs(browserNow());
    tick();
    const timer = setInterval(tick, EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return new Date(nowMs);
}
