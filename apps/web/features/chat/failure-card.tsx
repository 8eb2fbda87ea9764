"use client";

import { Play, RefreshCw, Unplug } from "lucide-react";
import type { ChatMessage } from "@/components/conversation/wire-types.ts";
import { Button } from "@/components/ui/button.tsx";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { formatCost } from "@/format/format-money.ts";
import { failureWords } from "./failure-words.ts";

/** An answer that ended early: what happened, what is kept, what it cost, what to do. */
export function FailureCard({
  message,
  onContinue,
  onRetry,
  onOther,
}: {
  message: ChatMessage;
  /** null where there is nothing to continue from. */
  onContinue: (() => void) | null;
  onRetry: () => void;
  onOther: () => void;
}) {
  const words = failureWords(message.failure, message.text);
  const paid = message.receipt?.costUsd ?? null;
  const rows = [
    ["Kept", words.kept],
    ...(paid !== null && Number(paid) > 0 ? [["Paid", `${formatCost(paid)} for what came.`]] : []),
    ...(words.wait ? [["Next", words.wait]] : []),
  ] as const;
  return (
    <div className="mt-3 overflow-hidden rounded-md border border-border bg-surface">
      <div className="flex gap-[11px] px-[18px] pt-[15px] pb-3">
        <span className="grid size-[26px] flex-none place-items-center rounded-[8px] bg-danger-soft text-danger">
          <Unplug aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </span>
        <div className="min-w-0">
          <p className="text-md font-semibold">{words.title}</p>
          <p className="text-sm text-text-2">{words.cause}</p>
        </div>
      </div>
      <dl className="grid gap-x-3.5 gap-y-1.5 ps-[18px] pe-[18px] pb-[15px] text-sm md:grid-cols-[56px_minmax(0,1fr)] md:ps-[55px]">
        {rows.map(([term, text]) => (
          <div key={term} className="contents">
            <dt className="text-muted">{term}</dt>
            <dd className="num max-md:mb-1.5">{text}</dd>
          </div>
        ))}
      </dl>
      <div className="flex flex-wrap gap-2 ps-[18px] pe-[18px] pb-4 max-md:*:flex-1 md:ps-[55px]">
        {onContinue && (
          <Button look="primary" onClick={onContinue}>
            <Play aria-hidden="true" className="size-4" strokeWidth={1.75} />
            Continue from here
          </Button>
        )}
        <Button look={onContinue ? "plain" : "primary"} onClick={onRetry}>
          <RefreshCw aria-hidden="true" className="size-4" strokeWidth={1.75} />
          Ask again
        </Button>
        <Button onClick={onOther}>Ask another model</Button>
      </div>
      <div className="flex items-center gap-2 border-t border-border bg-bg py-1 ps-[18px] pe-2.5 text-xs text-muted">
        <span className="min-w-0 grow truncate">
          Answer <span className="font-mono tracking-[-0.02em] text-text-2">{message.generationId ?? message.id}</span>
        </span>
        <CopyButton text={message.generationId ?? message.id} label="Copy the id" />
      </div>
    </div>
  );
}
