"use client";

import { Menu } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "../ui/cx.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { AccountThemeToggle } from "./account-theme-toggle.tsx";
import { useShell } from "./shell-state.tsx";

/** The bar on top of a page: on phones it opens the sidebar's drawer. The chat fills it; other pages name themselves. */
export function AppBar({ children, className }: { children: ReactNode; className?: string }) {
  const { setDrawerOpen } = useShell();
  return (
    <header
      className={cx(
        "sticky top-(--bar-top,0px) z-5 flex h-13 flex-none items-center gap-0.5 border-b border-border bg-bg px-1.5 md:gap-2.5 md:px-5",
        className,
      )}
    >
      <IconButton label="Open the sidebar" className="md:hidden" onClick={() => setDrawerOpen(true)}>
        <Menu aria-hidden="true" strokeWidth={1.75} />
      </IconButton>
      {children}
    </header>
  );
}

/** The bar of a page that needs one on phones only. */
export function PageBar({ title }: { title: string }) {
  return (
    <AppBar className="md:hidden">
      <span aria-hidden="true" className="grow text-center text-[15px] font-semibold">
        {title}
      </span>
      <AccountThemeToggle />
    </AppBar>
  );
}
