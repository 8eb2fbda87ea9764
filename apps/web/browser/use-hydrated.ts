"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False on the server and while hydrating, then true: for what only the browser knows, such as its time zone. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
