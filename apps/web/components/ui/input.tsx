import type { ComponentProps } from "react";
import { cx } from "./cx.ts";

type InputProps = Omit<ComponentProps<"input">, "size"> & { size?: "md" | "lg" };

export function Input({ size = "md", className, ...rest }: InputProps) {
  return <input {...rest} className={cx("field w-full min-w-0 disabled:opacity-55", FIELD_SIZES[size], className)} />;
}

export const FIELD_SIZES = {
  // 16 px on touch, so that iOS does not zoom into the field.
  md: "min-h-(--control-h) rounded-sm px-2.5 text-ui pointer-coarse:text-[16px]",
  lg: "min-h-11 rounded-[10px] px-3.5 text-[15px] pointer-coarse:text-[16px]",
};
