import type { ComponentProps } from "react";

/** On or off, at once. Name it with a label or aria-label. */
export function Switch(props: Omit<ComponentProps<"input">, "type" | "role">) {
  return (
    <span className="relative inline-grid h-[22px] w-9 flex-none">
      <input
        {...props}
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox brings its own checked state
        role="switch"
        className="peer absolute inset-0 z-1 m-0 cursor-pointer appearance-none rounded-full after:absolute after:-inset-[11px] disabled:cursor-not-allowed"
      />
      <span
        aria-hidden="true"
        className="rounded-full border border-transparent bg-control-line transition-colors duration-(--dur-2) after:absolute after:start-[3px] after:top-[3px] after:size-4 after:rounded-full after:bg-bg after:transition-transform after:duration-(--dur-2) peer-checked:bg-(--switch-on) peer-checked:after:translate-x-3.5 peer-checked:after:bg-(--switch-knob) peer-disabled:opacity-50 forced-colors:border-[CanvasText]"
      />
    </span>
  );
}
