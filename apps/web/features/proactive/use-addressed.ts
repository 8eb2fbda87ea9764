"use client";

import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { isFinal } from "@/trpc/query-client.ts";
import { useTRPC } from "@/trpc/client.tsx";
import type { History, Written } from "./wire-types.ts";

/** `gone`: the server knows no such message of this person. `failed`: it could not say. */
export type Addressed =
  | { state: "none" | "asked" | "gone" }
  | { state: "found"; message: Written }
  | { state: "failed"; retry: () => void };

const MESSAGE = /^#([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;

/** The message that the address ends with, as letters and notes link to it; one that is too old for the history is asked for. */
export function useAddressed({ messages }: History): Addressed {
  const trpc = useTRPC();
  const [, id = null] = MESSAGE.exec(useHash()) ?? [];
  const listed = messages.find((message) => message.id === id);
  const { data, error, refetch } = useQuery({
    ...trpc.proactive.explain.queryOptions({ id: id ?? "" }),
    enabled: id !== null && listed === undefined,
  });
  if (id === null) return { state: "none" };
  if (listed) return { state: "found", message: listed };
  if (data?.message.id === id) return { state: "found", message: data.message };
  if (error instanceof Error && isFinal(error)) return { state: "gone" };
  if (error) return { state: "failed", retry: () => void refetch() };
  return { state: "asked" };
}

function useHash(): string {
  return useSyncExternalStore(
    watch,
    () => window.location.hash,
    () => "",
  );
}

function watch(watcher: () => void): () => void {
  window.addEventListener("hashchange", watcher);
  return () => window.removeEventListener("hashchange", watcher);
}
