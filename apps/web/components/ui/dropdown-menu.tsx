"use client";

import { loadPart } from "@/browser/load-part.ts";
import type { LucideIcon } from "lucide-react";
import { type KeyboardEvent, lazy, type ReactNode, type RefObject, Suspense, useId, useRef, useState } from "react";

export type MenuItem = {
  label: string;
  icon?: LucideIcon;
  /** Keys that do the same. */
  keys?: string;
  danger?: boolean;
  /** A line above it. */
  apart?: boolean;
  /** Draws a tick; for choices. */
  checked?: boolean;
  disabledReason?: string | undefined;
  onSelect: () => void;
};
export type MenuTrigger = {
  id: string;
  ref: RefObject<HTMLButtonElement | null>;
  "aria-haspopup": "menu";
  "aria-expanded": boolean;
  onClick: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onPointerEnter: () => void;
  onFocus: () => void;
};
type DropdownMenuProps = {
  items: MenuItem[];
  align?: "start" | "end";
  side?: "top" | "bottom";
  children: (trigger: MenuTrigger) => ReactNode;
};

// The menu itself (collisions, type-ahead, roving focus) is 37 kB that no first load needs.
const load = () => loadPart(() => import("./dropdown-menu-content.tsx"));
const DropdownMenuContent = lazy(load);

/** A button that opens a list of actions. Spread what the child gets into the button. */
export function DropdownMenu({ items, align = "end", side = "bottom", children }: DropdownMenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const preload = () => void load();
  return (
    <span className="relative inline-grid min-w-0 grid-cols-[minmax(0,1fr)]">
      {children({
        id,
        ref: button,
        "aria-haspopup": "menu",
        "aria-expanded": open,
        onClick: () => setOpen((was) => !was),
        onKeyDown: (event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          setOpen(true);
        },
        onPointerEnter: preload,
        onFocus: preload,
      })}
      {open && (
        <Suspense fallback={null}>
          <DropdownMenuContent
            items={items}
            align={align}
            side={side}
            labelledBy={id}
            button={button}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </span>
  );
}
