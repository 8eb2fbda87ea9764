"use client";

import { PanelLeft, Search, SquarePen } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { AccountThemeToggle } from "@/components/shell/account-theme-toggle.tsx";
import { shortcut } from "@/components/shell/shortcut.ts";
import { useShell } from "@/components/shell/shell-state.tsx";
import { buttonClass } from "@/components/ui/button.tsx";
import { IconButton, iconButtonClass } from "@/components/ui/icon-button.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { Glyph, Logo } from "@/components/ui/logo.tsx";
import { AccountRow } from "./account-row.tsx";
import { NavLink } from "./nav-link.tsx";
import { NAV_PAGES } from "./pages.ts";
import { SpendToday } from "./spend-today.tsx";

export type SidebarAccount = { name: string; email: string };
type SidebarProps = {
  account: SidebarAccount;
  collapsed: boolean;
  onCollapse: (collapsed: boolean) => void;
  conversations: ReactNode;
};

export function Sidebar(props: SidebarProps) {
  return props.collapsed ? <Rail {...props} /> : <FullSidebar {...props} />;
}

function FullSidebar({ account, onCollapse, conversations }: SidebarProps) {
  const pathname = usePathname();
  const { setPaletteOpen, setDrawerOpen, mac } = useShell();
  const search = () => {
    setDrawerOpen(false);
    setPaletteOpen(true);
  };
  return (
    <div className="flex h-full flex-col gap-3 px-2.5 pt-3 pb-[max(10px,env(safe-area-inset-bottom))]">
      <div className="flex h-8 flex-none items-center ps-2 pe-0.5">
        <Link href="/dashboard" className="me-auto">
          <Logo />
        </Link>
        <AccountThemeToggle />
        <IconButton label="Hide the sidebar" onClick={() => onCollapse(true)}>
          <PanelLeft aria-hidden="true" strokeWidth={1.75} />
        </IconButton>
      </div>
      <div className="grid flex-none gap-1.5">
        <Link href="/dashboard" className={buttonClass()}>
          <span className="flex grow items-center gap-[9px]">
            <SquarePen aria-hidden="true" className="size-4" strokeWidth={1.75} />
            New chat
          </span>
          <Kbd>{shortcut(mac, "Ctrl", "Shift", "O")}</Kbd>
        </Link>
        <button
          type="button"
          onClick={search}
          className="flex min-h-(--control-h) items-center gap-2 rounded-sm border border-border bg-surface px-2.5 text-ui text-muted transition-colors duration-(--dur-1) hover:border-border-strong"
        >
          <Search aria-hidden="true" className="size-3.5" strokeWidth={1.75} />
          <span className="grow text-start">Search or jump to</span>
          <Kbd>{shortcut(mac, "Ctrl", "K")}</Kbd>
        </button>
      </div>
      <nav aria-label="Pages" className="flex-none">
        {NAV_PAGES.map(({ href, label, icon: Icon }) => (
          <NavLink
            key={href}
            href={href}
            aria-current={pathname === href ? "page" : undefined}
            className="group flex min-h-[calc(var(--row-h)-4px)] items-center gap-[9px] rounded-sm px-2 text-sm text-text-2 hover:bg-hover aria-[current=page]:bg-active aria-[current=page]:font-medium aria-[current=page]:text-text max-md:min-h-11"
          >
            <Icon
              aria-hidden="true"
              className="size-4 text-muted group-aria-[current=page]:text-text"
              strokeWidth={1.75}
            />
            {label}
          </NavLink>
        ))}
      </nav>
      <div className="-mx-2.5 min-h-0 flex-1 overflow-y-auto overscroll-contain px-2.5">{conversations}</div>
      <div className="-mx-0.5 grid flex-none grid-cols-[minmax(0,1fr)] gap-2.5 border-t border-border px-2 pt-[11px]">
        <SpendToday />
        <AccountRow account={account} />
      </div>
    </div>
  );
}

/** The sidebar folded to its icons. */
function Rail({ account, onCollapse }: SidebarProps) {
  const pathname = usePathname();
  const { setPaletteOpen, mac } = useShell();
  return (
    <div className="flex h-full flex-col items-center gap-1 pt-3 pb-2.5">
      <Link href="/dashboard" aria-label="PROCODE" data-tip="PROCODE" className="mb-2 grid size-8 place-items-center">
        <Glyph />
      </Link>
      <IconButton label="Show the sidebar" onClick={() => onCollapse(false)}>
        <PanelLeft aria-hidden="true" strokeWidth={1.75} />
      </IconButton>
      <Link
        href="/dashboard"
        aria-label="New chat"
        data-tip="New chat"
        data-tip-keys={shortcut(mac, "Ctrl", "Shift", "O")}
        className={iconButtonClass()}
      >
        <SquarePen aria-hidden="true" strokeWidth={1.75} />
      </Link>
      <IconButton label="Search or jump to" keys={shortcut(mac, "Ctrl", "K")} onClick={() => setPaletteOpen(true)}>
        <Search aria-hidden="true" strokeWidth={1.75} />
      </IconButton>
      <nav aria-label="Pages" className="mt-2 grid gap-1">
        {NAV_PAGES.map(({ href, label, icon: Icon }) => (
          <NavLink
            key={href}
            href={href}
            aria-label={label}
            data-tip={label}
            aria-current={pathname === href ? "page" : undefined}
            className={iconButtonClass(pathname === href)}
          >
            <Icon aria-hidden="true" strokeWidth={1.75} />
          </NavLink>
        ))}
      </nav>
      <div className="mt-auto grid">
        <AccountRow account={account} rail />
      </div>
    </div>
  );
}
