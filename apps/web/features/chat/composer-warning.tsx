import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx.ts";

/** Why a message cannot go out as it is, or what would be lost. */
export function ComposerWarning({ id, tone, children }: { id: string; tone: "warn" | "danger"; children: ReactNode }) {
  return (
    <p
      id={id}
      role="status"
      className={cx(
        "mb-2.5 flex gap-[9px] rounded-[9px] px-3 py-2 text-xs leading-[17px] text-text-2",
        tone === "warn" ? "bg-warn-soft" : "bg-danger-soft",
      )}
    >
      <TriangleAlert
        aria-hidden="true"
        className={cx("mt-px size-3.5 flex-none", tone === "warn" ? "text-warn" : "text-danger")}
        strokeWidth={1.75}
      />
      {children}
    </p>
  );
}
