import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx.ts";

type FrameProps = {
  /** Stands on the rail, so that it shows where the message came from. */
  node: ReactNode;
  /** The rail ends here. */
  last: boolean;
  label: string;
  id?: string;
  children: ReactNode;
};

/** One message on the rail. On phones the rail becomes a mark in the message's head. */
export function MessageFrame({ node, last, label, id, children }: FrameProps) {
  return (
    <article id={id} aria-label={label} className="md:grid md:grid-cols-[44px_minmax(0,1fr)]">
      <div
        aria-hidden="true"
        className={cx(
          "relative max-md:hidden",
          !last &&
            "before:absolute before:start-[10.5px] before:top-[30px] before:bottom-0.5 before:w-px before:bg-border-strong",
        )}
      >
        {node}
      </div>
      <div className="min-w-0 pb-6 md:pb-7">{children}</div>
    </article>
  );
}
