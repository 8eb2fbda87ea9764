"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { showToast } from "@/components/ui/toast.tsx";
import { useTRPC } from "@/trpc/client.tsx";
import { wordsOf } from "@/trpc/words-of.ts";
import type { ModelRow } from "./model-row.ts";

/** What new conversations start with; shown at once, taken back when the server refuses or the person does. */
export function usePreferredModel(initial: string | null, rows: ModelRow[]) {
  const [preferred, setPreferred] = useState(initial);
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  // Told also to who has gone on to another page meanwhile, from where it can still be taken back.
  const { mutate } = useMutation(
    trpc.models.choose.mutationOptions({
      // One after the other, so that the last choice is the last to arrive.
      scope: { id: "preferred-model" },
      onMutate({ modelId }): { before: string | null } {
        setPreferred(modelId);
        return { before: preferred };
      },
      onSuccess(_, { modelId }, { before }) {
        const name = rows.find(({ id }) => id === modelId)?.name;
        showToast(name ? `New conversations start with ${name}.` : "PROCODE chooses for new conversations.", () =>
          choose(before),
        );
        return queryClient.invalidateQueries({ queryKey: trpc.account.profile.queryKey() });
      },
      onError(error, _, kept) {
        if (kept) setPreferred(kept.before);
        showToast(`Not chosen. ${wordsOf(error)}`);
      },
    }),
  );
  const choose = (modelId: string | null) => mutate({ modelId });
  return { preferred, choose };
}
