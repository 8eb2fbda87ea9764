import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx.ts";

type FrameProps = {
  /** Stands on the rail, so that it shows where the message came from. */
  node: ReactNode;
  /** The rail ends here. */
  last: boolean;
  /** Far from the end: the browser lays it out only when it comes near. */
  distant: boolean;
  label: string;
  id?: string;
  children: ReactNode;
};

/** One message on the rail. On phones the rail becomes a mark in the message's head. */
export function MessageFrame({ node, last, distant, label, id, children }: FrameProps) {
  return (
    <article
      id={id}
      aria-label={label}
      className={cx(
        "md:grid md:grid-cols-[44px_minmax(0,1fr)]",
        distant && "[contain-intrinsic-size:auto_180px] [content-visibility:auto]",
      )}
    >
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
