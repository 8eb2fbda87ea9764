"use client";

import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { CopyButton } from "./copy-button.tsx";

type ErrorStateProps = {
  /** What happened, in one sentence. */
  title: string;
  /** What is kept and what to do. */
  children?: ReactNode;
  /** The id under which the log holds the whole story. */
  requestId?: string | undefined;
  action?: ReactNode;
};

export function ErrorState({ title, children, requestId, action }: ErrorStateProps) {
  return (
    <div role="alert" className="overflow-hidden rounded-md border border-border bg-surface">
      <div className="flex gap-[11px] px-[18px] pt-[15px] pb-4">
        <span className="grid size-[26px] flex-none place-items-center rounded-[8px] bg-danger-soft text-danger">
          <CircleAlert aria-hidden="true" className="size-4" strokeWidth={1.75} />
        </span>
        <div className="min-w-0 grow pt-[3px]">
          <p className="font-medium">{title}</p>
          {children && <div className="mt-1 text-sm text-muted">{children}</div>}
          {action && <div className="mt-3 flex flex-wrap gap-2">{action}</div>}
        </div>
      </div>
      {requestId && (
        <div className="flex flex-wrap items-center gap-2 border-t border-border bg-bg py-2 ps-[18px] pe-3.5 text-xs text-muted">
          <span className="grow break-all">
            Id for a report: <span className="font-mono">{requestId}</span>
          </span>
          <CopyButton text={requestId} label="Copy the id" />
        </div>
      )}
    </div>
  );
}
