"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/trpc/client.tsx";
import { nameFromModelId, shortModelName } from "./model-name.ts";

/** The catalogue's name of a model; one made from its id until that is known, or when the model has left the catalogue. */
export function useModelName(modelId: string): string {
  const trpc = useTRPC();
  const { data } = useQuery({
    ...trpc.models.get.queryOptions({ modelId }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return data ? shortModelName(data.name) : nameFromModelId(modelId);
}
