import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx.ts";

type IconButtonProps = Omit<ComponentProps<"button">, "aria-label" | "title"> & {
  /** What it does; read aloud, and shown as its tooltip. */
  label: string;
  /** Keys that do the same, shown in the tooltip. */
  keys?: string;
  on?: boolean;
  children: ReactNode;
};

/** An icon alone. The tooltip is drawn by the one TooltipHost of the page. */
export function IconButton({ label, keys, on, className, children, type = "button", ...rest }: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      data-tip={label}
      data-tip-keys={keys}
      className={cx(iconButtonClass(on), className)}
    >
      {children}
    </button>
  );
}

export function iconButtonClass(on = false): string {
  return cx(
    "grid size-[30px] flex-none place-items-center rounded-sm transition-colors duration-(--dur-1) pointer-coarse:size-11 max-md:size-11",
    "not-aria-disabled:hover:bg-hover not-aria-disabled:hover:text-text aria-disabled:opacity-50 [&>svg]:size-4",
    on ? "bg-active text-text" : "text-muted",
  );
}
