"use client";

import { type ReactNode, useLayoutEffect, useRef } from "react";

/** The sidebar on a phone. */
export function Drawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard's way out is Escape, which the element brings itself
    <dialog
      ref={dialog}
      aria-label="Sidebar"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
      className="m-0 h-dvh max-h-none w-[min(300px,86vw)] max-w-none animate-slide-in border-e border-border bg-sunken text-text shadow-lg backdrop:bg-(--scrim) md:hidden"
    >
      <div className="h-full">{children}</div>
    </dialog>
  );
}
