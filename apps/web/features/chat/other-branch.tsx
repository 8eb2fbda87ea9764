"use client";

import { GitBranch } from "lucide-react";
import { Button } from "@/components/ui/button.tsx";

/** Another device went on from further up. What is read here stays, and the other version is one step away. */
export function OtherBranch({ onShow }: { onShow: () => void }) {
  return (
    <div
      role="status"
      className="mx-auto mb-3 flex w-[calc(100%-2rem)] max-w-[724px] flex-wrap items-center gap-x-3 gap-y-1.5 rounded-md border border-border bg-surface py-1.5 ps-3.5 pe-1.5 text-sm text-text-2"
    >
      <GitBranch aria-hidden="true" className="size-4 flex-none" strokeWidth={1.75} />
      <span className="min-w-0 grow">
        This conversation also went on elsewhere, from an earlier message. Both versions are kept.
      </span>
      <Button look="ghost" size="sm" onClick={onShow}>
        Show the other version
      </Button>
    </div>
  );
}
