"use client";

import { X } from "lucide-react";
import { type MouseEvent, type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { cx } from "./cx.ts";
import { IconButton } from "./icon-button.tsx";

type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /** `bare` draws no head and no padding; the title is still read aloud, and the first input gets the focus. */
  bare?: boolean;
  className?: string;
  children: ReactNode;
  footer?: ReactNode;
};

/**
 * The browser's own modal dialog: it traps focus, makes the rest inert and gives focus back. A bottom sheet on phones.
 */
export function Dialog({ open, ...rest }: DialogProps) {
  return open ? <OpenDialog {...rest} /> : null;
}

function OpenDialog({
  onClose,
  title,
  description,
  bare = false,
  className,
  children,
  footer,
}: Omit<DialogProps, "open">) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Before paint, and closed before it is taken out of the page: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // A dialog without a head begins with its search; React's autoFocus comes before the dialog is shown.
    if (bare) element?.querySelector("input")?.focus();
    return () => element?.close();
  }, [bare]);

  // A press on the dialog element itself, outside its content, is a press on the backdrop.
  const pressedOutside = (event: MouseEvent) => event.target === dialog.current && onClose();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard's way out is Escape, which the element brings itself
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={pressedOutside}
      className={cx(
        "m-auto max-h-[min(85dvh,720px)] w-full max-w-[480px] overflow-hidden rounded-lg border border-border bg-raised text-text shadow-lg backdrop:bg-(--scrim)",
        "max-md:mb-0 max-md:max-h-[88dvh] max-md:max-w-full max-md:animate-rise max-md:rounded-b-none max-md:border-x-0 max-md:border-b-0",
        className,
      )}
    >
      <div className="flex max-h-[inherit] flex-col">
        {bare ? (
          <h2 id={titleId} className="sr-only">
            {title}
          </h2>
        ) : (
          <div className="flex items-start gap-3 px-5 pt-4 pb-3">
            <div className="min-w-0 grow pt-1">
              <h2 id={titleId} className="text-[15px] leading-[22px] font-semibold tracking-[-0.012em]">
                {title}
              </h2>
              {description && <div className="mt-1 text-sm text-muted">{description}</div>}
            </div>
            <IconButton label="Close" keys="esc" onClick={onClose}>
              <X aria-hidden="true" strokeWidth={1.75} />
            </IconButton>
          </div>
        )}
        <div className={cx("min-h-0 overflow-y-auto overscroll-contain", !bare && "px-5 pb-5")}>{children}</div>
        {footer && (
          <div className="flex flex-wrap justify-end gap-2 border-t border-border bg-bg px-5 py-3 pb-[max(12px,env(safe-area-inset-bottom))] max-md:*:flex-1">
            {footer}
          </div>
        )}
      </div>
    </dialog>
  );
}
