"use client";

import type { Session } from "@procode/contracts";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Monitor } from "lucide-react";
import { useState } from "react";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Time } from "@/components/ui/time.tsx";
import { useTRPC } from "@/trpc/client.tsx";
import type { Wire } from "@/trpc/wire.ts";
import { browserName } from "./browser-name.ts";

/** Every browser that is signed in, and the way out of all of them. */
export function SessionList({ initial }: { initial: Wire<Session>[] }) {
  const trpc = useTRPC();
  const [asking, setAsking] = useState(false);
  const { data: sessions } = useQuery({ ...trpc.account.sessions.queryOptions(), initialData: initial });
  const leave = useMutation(
    trpc.account.signOutEverywhere.mutationOptions({
      // A whole new page, so that nothing that was read stays in memory.
      onSuccess: () => window.location.assign("/login"),
    }),
  );
  return (
    <>
      <ul className="-mt-1">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-start gap-3 border-border py-3 not-last:border-b">
            <Monitor aria-hidden="true" className="mt-0.5 size-4 flex-none text-muted" strokeWidth={1.75} />
            <div className="min-w-0 grow text-sm">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {browserName(session.userAgent)}
                {session.current && <Badge>this browser</Badge>}
              </p>
              <p className="text-muted">
                Last seen <Time at={session.lastSeenAt} />, signed in <Time at={session.createdAt} dateOnly />
              </p>
            </div>
          </li>
        ))}
      </ul>
      <div className="border-t border-border pt-4">
        <Button look="danger" onClick={() => setAsking(true)}>
          Sign out everywhere
        </Button>
      </div>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Sign out everywhere"
        description="Every browser is out at its next request, this one too. Conversations and context are kept."
        footer={
          <>
            <Button onClick={() => setAsking(false)}>Stay signed in</Button>
            <Button look="danger" busy={leave.isPending || leave.isSuccess} onClick={() => leave.mutate()}>
              Sign out everywhere
            </Button>
          </>
        }
      >
        {leave.isError && (
          <p role="alert" className="text-sm text-danger">
            {leave.error.message}
          </p>
        )}
      </Dialog>
    </>
  );
}
