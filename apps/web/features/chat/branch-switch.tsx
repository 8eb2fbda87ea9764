"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import type { Branch } from "./branch.ts";

const STEP =
  "relative grid size-[22px] place-items-center rounded-[6px] not-aria-disabled:hover:bg-hover not-aria-disabled:hover:text-text aria-disabled:opacity-40 max-md:size-10 pointer-coarse:size-11";

/** ‹ 2/3 › between the versions of a message. */
export function BranchSwitch({ branch, onShow }: { branch: Branch; onShow: (messageId: string) => void }) {
  const step = (id: string | null, label: string, icon: React.ReactNode) => (
    <button
      type="button"
      aria-label={label}
      aria-disabled={id === null || undefined}
      onClick={() => id !== null && onShow(id)}
      className={STEP}
    >
      {icon}
    </button>
  );
  return (
    <fieldset
      aria-label={`Version ${branch.position} of ${branch.count}`}
      className="num inline-flex items-center gap-px text-xs text-muted"
    >
      {step(
        branch.previousId,
        "Version before",
        <ChevronLeft aria-hidden="true" className="size-3.5" strokeWidth={1.75} />,
      )}
      {branch.position}/{branch.count}
      {step(branch.nextId, "Next version", <ChevronRight aria-hidden="true" className="size-3.5" strokeWidth={1.75} />)}
    </fieldset>
  );
}
