"use client";

import { ArrowDown } from "lucide-react";
import { cx } from "@/components/ui/cx.ts";
import { formatCount } from "@/format/format-count.ts";

/** Back to the end, over the composer, with how many messages came there meanwhile. */
export function ToNewest({ unseen, onClick }: { unseen: number; onClick: () => void }) {
  const words = unseen > 0 ? formatCount(unseen, "new message") : null;
  return (
    <div className="pointer-events-none sticky bottom-[150px] z-3 flex h-0 items-end justify-center">
      <button
        type="button"
        aria-label={words ? `To the newest message, ${words}` : "To the newest message"}
        data-tip={words ? undefined : "To the newest message"}
        onClick={onClick}
        className={cx(
          "num pointer-events-auto flex h-[34px] items-center justify-center gap-1.5 rounded-full border border-border bg-raised text-xs font-medium text-text shadow-md hover:border-border-strong pointer-coarse:h-11",
          words ? "ps-3.5 pe-3" : "w-[34px] pointer-coarse:w-11",
        )}
      >
        {words}
        <ArrowDown aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </button>
    </div>
  );
}
