import { type ComponentProps, type MouseEvent, useId } from "react";
import { cx } from "./cx.ts";
import { Spinner } from "./spinner.tsx";

type ButtonProps = ComponentProps<"button"> & {
  /** `primary` is the one filled button of a page; `marker` is for undo and stop. */
  look?: "primary" | "plain" | "ghost" | "marker" | "danger";
  size?: "md" | "lg" | "sm";
  /** Under way: keeps its width, says so to assistive technology and takes no clicks. */
  busy?: boolean;
  /** Why it cannot be pressed now. It stays focusable, so that the reason can be read. */
  disabledReason?: string | undefined;
};

const LOOKS = {
  primary:
    "border-ink bg-ink text-on-ink not-aria-disabled:hover:border-ink-hover not-aria-disabled:hover:bg-ink-hover",
  plain:
    "border-border bg-surface text-text shadow-xs not-aria-disabled:hover:bg-[linear-gradient(var(--hover),var(--hover))]",
  ghost: "border-transparent text-text-2 not-aria-disabled:hover:bg-hover not-aria-disabled:hover:text-text",
  marker: "border-accent bg-accent text-on-accent not-aria-disabled:hover:border-accent-line",
  danger:
    "border-border bg-surface text-danger shadow-xs not-aria-disabled:hover:border-danger not-aria-disabled:hover:bg-danger-soft",
};
const SIZES = {
  sm: "min-h-7 rounded-sm px-2.5 text-xs pointer-coarse:min-h-11",
  md: "min-h-(--control-h) rounded-sm px-(--control-px) text-ui",
  lg: "min-h-11 rounded-[10px] px-5 text-[15px]",
};

/** Classes of a button, for a link that looks like one. */
export function buttonClass({ look = "plain", size = "md" }: Pick<ButtonProps, "look" | "size"> = {}): string {
  return cx(
    "relative inline-flex select-none items-center justify-center gap-[7px] whitespace-nowrap border font-medium transition-colors duration-(--dur-1) active:not-aria-disabled:translate-y-px aria-disabled:opacity-55",
    LOOKS[look],
    SIZES[size],
  );
}

export function Button({
  look,
  size,
  busy = false,
  disabled = false,
  disabledReason,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const blocked = busy || disabled || disabledReason !== undefined;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (blocked) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      type={type}
      className={cx(buttonClass({ ...(look && { look }), ...(size && { size }) }), className)}
      aria-disabled={blocked || undefined}
      aria-busy={busy || undefined}
      aria-describedby={disabledReason ? reasonId : rest["aria-describedby"]}
      title={disabledReason}
      onClick={press}
    >
      <span className={cx("inline-flex items-center gap-[7px]", busy && "opacity-0")}>{children}</span>
      {busy && <Spinner className="absolute" />}
      {disabledReason && (
        <span id={reasonId} className="sr-only">
          {disabledReason}
        </span>
      )}
    </button>
  );
}
