"use client";

import type { ApiKey } from "@procode/contracts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useStillHere } from "@/browser/use-still-here.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { showToast } from "@/components/ui/toast.tsx";
import { useTRPC } from "@/trpc/client.tsx";
import { wordsOf } from "@/trpc/words-of.ts";
import type { Wire } from "@/trpc/wire.ts";

/** The end of a key, which cannot be taken back: what stops, and what is kept. */
export default function RevokeKeyDialog({ apiKey, onClose }: { apiKey: Wire<ApiKey>; onClose: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const isHere = useStillHere();
  const revoke = useMutation(
    trpc.account.apiKeys.revoke.mutationOptions({
      onSuccess() {
        queryClient.setQueryData(trpc.account.apiKeys.list.queryKey(), (keys) =>
          keys?.filter((key) => key.id !== apiKey.id),
        );
        showToast(`“${apiKey.name}” is revoked.`);
        if (isHere()) onClose();
      },
      // The dialog says so itself.
      onError: (error) => isHere() || showToast(`“${apiKey.name}” still works. ${wordsOf(error)}`),
    }),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Revoke “${apiKey.name}”`}
      description={
        <>
          Whatever uses <span className="font-mono text-xs">{apiKey.hint}</span> is refused from its next request on.
          What it wrote is kept. A revoked key never works again; you can make another.
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={revoke.isPending} onClick={() => revoke.mutate({ keyId: apiKey.id })}>
            Revoke
          </Button>
        </>
      }
    >
      {revoke.isError && (
        <p role="alert" className="text-sm text-danger">
          The key still works. {wordsOf(revoke.error)}
        </p>
      )}
    </Dialog>
  );
}
