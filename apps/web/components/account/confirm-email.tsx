"use client";

import { useMutation } from "@tanstack/react-query";
import { Button } from "@/components/ui/button.tsx";
import { useTRPC } from "@/trpc/client.tsx";

/** What to do before letters may go to the address of the account. */
export function ConfirmEmail({ address }: { address: string }) {
  const trpc = useTRPC();
  const send = useMutation(trpc.account.sendEmailConfirmation.mutationOptions());
  return (
    <span className="grid justify-items-start gap-1.5 text-xs text-muted">
      <span role="status">
        {send.isSuccess
          ? `A letter is on its way to ${address}. Open its link within a day, then load this page again.`
          : `Letters need a confirmed address. PROCODE sends a link to ${address}.`}
      </span>
      {send.error && (
        <span role="alert" className="text-danger">
          {send.error.message}
        </span>
      )}
      {!send.isSuccess && (
        <Button size="sm" busy={send.isPending} onClick={() => send.mutate()}>
          Send the link
        </Button>
      )}
    </span>
  );
}
