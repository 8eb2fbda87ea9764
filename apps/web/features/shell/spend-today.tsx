"use client";

import { useQuery } from "@tanstack/react-query";
import { formatSum } from "@/format/format-sum.ts";
import { useTRPC } from "@/trpc/client.tsx";

/** What answers cost since midnight UTC. */
export function SpendToday() {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.analytics.usage.queryOptions({}));
  return (
    <p className="flex justify-between text-xs text-muted">
      <span>Today</span>
      <span className="num font-medium text-text">{data ? formatSum(data.todayUsd) : " "}</span>
    </p>
  );
}
