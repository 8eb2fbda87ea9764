"use client";

import { useHydrated } from "@/browser/use-hydrated.ts";

/** A moment in the reader's own time zone: "12 Nov 2026, 08:14". UTC until the browser has taken over. */
export function Time({ at, dateOnly = false }: { at: string; dateOnly?: boolean }) {
  const timeZone = useHydrated() ? undefined : "UTC";
  const format = new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    ...(dateOnly ? {} : { timeStyle: "short" }),
    ...(timeZone && { timeZone }),
  });
  return (
    <time dateTime={at} className="num whitespace-nowrap">
      {format.format(new Date(at))}
    </time>
  );
}
