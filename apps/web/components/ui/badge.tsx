import type { ReactNode } from "react";
import { cx } from "./cx.ts";

const TONES = {
  plain: "bg-active text-text-2",
  marker: "bg-accent-soft text-accent-text",
  success: "bg-success-soft text-success",
  warn: "bg-warn-soft text-warn",
  danger: "bg-danger-soft text-danger",
};

/** A word about a state. `marker` says "demo" and nothing else. */
export function Badge({ tone = "plain", children }: { tone?: keyof typeof TONES; children: ReactNode }) {
  return (
    <span
      className={cx(
        "inline-flex h-5 items-center gap-[5px] whitespace-nowrap rounded-[6px] px-[7px] text-2xs font-medium [&>svg]:size-[11px]",
        TONES[tone],
      )}
    >
      {children}
    </span>
  );
}

/** Answers come from the sandbox that ships with PROCODE. */
export function DemoBadge() {
  return <Badge tone="marker">demo</Badge>;
}
