"use client";

import { startTransition, useEffect, useState } from "react";
import { whenIdle } from "./when-idle.ts";

const LONGEST_MS = 300;

/**
 * False until what is drawn once `begun` stands on the screen and nothing more urgent is to be done, then true: for what
 * can come a moment later.
 */
export function useAtRest(begun: boolean): boolean {
  const [atRest, setAtRest] = useState(false);
  useEffect(() => {
    if (!begun) return;
    let takeBack: (() => void) | undefined;
    // An idle moment before the first frame would still be in its way.
    const frame = requestAnimationFrame(() => {
      takeBack = whenIdle(() => startTransition(() => setAtRest(true)), LONGEST_MS);
    });
    return () => {
      cancelAnimationFrame(frame);
      takeBack?.();
    };
  }, [begun]);
  return atRest;
}
