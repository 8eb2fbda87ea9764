"use client";

import { useCallback, useEffect, useRef } from "react";

/** Whether the component still stands, for what ends later: where nobody sees it any more, it is told elsewhere. */
export function useStillHere(): () => boolean {
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  return useCallback(() => here.current, []);
}
