import type { ComponentProps } from "react";
import { cx } from "./cx.ts";

const LINE_PX = 21;
const PADDING_PX = 18;

/** Grows with its words up to `max-h`, where the browser can. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...rest}
      rows={rows}
      // A growing field ignores its rows, so they are its least height.
      style={{ minHeight: `${rows * LINE_PX + PADDING_PX}px` }}
      className={cx(
        "field block w-full min-w-0 resize-y rounded-sm px-2.5 py-2 text-md leading-[21px] [field-sizing:content] disabled:opacity-55 pointer-coarse:text-[16px]",
        className,
      )}
    />
  );
}
