import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./cx.ts";
import { FIELD_SIZES } from "./input.tsx";

type SelectProps = Omit<ComponentProps<"select">, "size"> & { size?: "md" | "lg" };

/** The browser's own list: the right wheel on a phone, type-ahead everywhere, and no code to load. */
export function Select({ size = "md", className, children, ...rest }: SelectProps) {
  return (
    <span className={cx("relative inline-grid", className)}>
      <select {...rest} className={cx("field w-full appearance-none pe-8 disabled:opacity-55", FIELD_SIZES[size])}>
        {children}
      </select>
      <ChevronDown
        aria-hidden="true"
        strokeWidth={1.75}
        className="pointer-events-none absolute end-2.5 top-1/2 size-3.5 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
