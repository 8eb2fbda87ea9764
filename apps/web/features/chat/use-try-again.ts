"use client";

import { useCallback, useEffect, useRef } from "react";

/** A connection that breaks is tried again after so long; the server knows a message by its id, so it stands there once. */
const AGAIN_MS = [500, 2_000];

/** Plans another try of a message; false when it has had them all. Whoever leaves the conversation tries at once when they are back. */
export function useTryAgain(onTry: (clientId: string) => void): (clientId: string) => boolean {
  const tries = useRef(new Map<string, number>());
  const planned = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  useEffect(() => {
    const open = planned.current;
    return () => {
      for (const [clientId, timer] of open) {
        clearTimeout(timer);
        onTry(clientId);
      }
      open.clear();
    };
  }, [onTry]);
  return useCallback(
    (clientId) => {
      const tried = tries.current.get(clientId) ?? 0;
      const afterMs = AGAIN_MS[tried];
      if (afterMs === undefined) return false;
      tries.current.set(clientId, tried + 1);
      const timer = setTimeout(() => {
        planned.current.delete(clientId);
        onTry(clientId);
      }, afterMs);
      planned.current.set(clientId, timer);
      return true;
    },
    [onTry],
  );
}
