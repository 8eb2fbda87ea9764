import type { ReactNode } from "react";
import { cx } from "./cx.ts";

/** One key. Hidden where there is no keyboard. */
export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cx(
        "inline-block min-w-[18px] rounded-xs border border-border bg-surface px-1 text-center font-sans text-2xs leading-[18px] text-muted pointer-coarse:hidden max-md:hidden",
        className,
      )}
    >
      {children}
    </kbd>
  );
}
