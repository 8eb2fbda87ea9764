"use client";

import { useQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import Link from "next/link";
import { chatHref } from "@/components/conversation/use-open-chat.ts";
import { buttonClass } from "@/components/ui/button.tsx";
import { useTRPC } from "@/trpc/client.tsx";
import { Step } from "./step.tsx";

const LOOKED_AT = 12;
const EVERY_MS = 3_000;

type HelloStepProps = {
  /** Null until it is connected. */
  connectedAt: string | null;
  botUsername: string | null;
  openUrl: string | null;
};

/** Step three: the first words there, and where they stand here. */
export function HelloStep({ connectedAt, botUsername, openUrl }: HelloStepProps) {
  const trpc = useTRPC();
  const { data: said = null } = useQuery({
    ...trpc.conversations.list.queryOptions({ limit: LOOKED_AT }),
    enabled: connectedAt !== null,
    select: ({ conversations }) =>
      conversations.find(({ channels, activeAt }) => channels.includes("telegram") && activeAt > (connectedAt ?? "")) ??
      null,
    refetchInterval: EVERY_MS,
  });
  if (connectedAt === null) {
    return (
      <Step number={3} state="later" title="Say hello">
        <p className="text-sm text-muted">Write anything there. It is answered there, and stands here too.</p>
      </Step>
    );
  }
  return (
    <Step number={3} state={said ? "done" : "now"} title="Say hello">
      {said ? (
        <p className="text-sm text-muted">
          What you write there stands here:{" "}
          <Link href={chatHref(said.id)} className="marker-link">
            {said.title}
          </Link>
        </p>
      ) : (
        <p className="text-sm text-muted">
          Write anything to @{botUsername}. It goes on with your newest conversation and appears here; /new begins
          another.
        </p>
      )}
      {openUrl && (
        <a
          href={openUrl}
          target="_blank"
          rel="noopener"
          className={`mt-3 ${buttonClass({ look: said ? "plain" : "primary" })}`}
        >
          <Send aria-hidden="true" className="size-4" strokeWidth={1.75} />
          Open @{botUsername}
        </a>
      )}
    </Step>
  );
}
