"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { showToast } from "@/components/ui/toast.tsx";
import { useTRPC } from "@/trpc/client.tsx";
import type { ModelRow } from "./model-row.ts";

/** What new conversations start with; shown at once, taken back when the server refuses or the person does. */
export function usePreferredModel(initial: string | null, rows: ModelRow[]) {
  const [preferred, setPreferred] = useState(initial);
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { mutate } = useMutation(
    trpc.models.choose.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.account.profile.queryKey() }),
    }),
  );
  const put = (next: string | null, before: string | null, onDone?: () => void) => {
    setPreferred(next);
    mutate(
      { modelId: next },
      {
        onSuccess: onDone,
        onError: (error) => {
          setPreferred(before);
          showToast(error.message);
        },
      },
    );
  };
  const choose = (next: string | null) => {
    const before = preferred;
    const name = rows.find(({ id }) => id === next)?.name;
    put(next, before, () =>
      showToast(name ? `New conversations start with ${name}.` : "PROCODE chooses for new conversations.", () =>
        put(before, next),
      ),
    );
  };
  return { preferred, choose };
}
