"use client";

import { loadPart } from "@/browser/load-part.ts";
import { usePathname, useRouter } from "next/navigation";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { useShell } from "@/components/shell/shell-state.tsx";
import { cx } from "@/components/ui/cx.ts";
import { ToastHost } from "@/components/ui/toast.tsx";
import { TooltipHost } from "@/components/ui/tooltip-host.tsx";
import { Drawer } from "./drawer.tsx";
import { OfflineBanner } from "./offline-banner.tsx";
import { Sidebar, type SidebarAccount } from "./sidebar.tsx";
import { keepSidebar } from "./sidebar-cookie.ts";

const CommandPalette = lazy(() => loadPart(() => import("./command-palette.tsx")));

type AppShellProps = {
  account: SidebarAccount;
  /** As the cookie says, so that the first paint is right. */
  collapsed: boolean;
  conversations: ReactNode;
  children: ReactNode;
};

/** Sidebar, drawer, palette, banner and toasts around a page of the app. */
export function AppShell({ account, collapsed: collapsedAtFirst, conversations, children }: AppShellProps) {
  const [collapsed, setCollapsed] = useState(collapsedAtFirst);
  const { drawerOpen, setDrawerOpen, paletteOpen, setPaletteOpen } = useShell();
  const router = useRouter();
  const pathname = usePathname();

  // A page that was chosen in the drawer is seen, not hidden behind it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a change of page closes it
  useEffect(() => setDrawerOpen(false), [pathname]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = (event.metaKey || event.ctrlKey) && !event.altKey;
      if (!command) return;
      const key = event.key.toLowerCase();
      if (key === "k" && !event.shiftKey) setPaletteOpen(true);
      else if ((key === "o" && event.shiftKey) || (key === "n" && !event.shiftKey)) router.push("/dashboard");
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [router, setPaletteOpen]);

  const collapse = (next: boolean) => {
    setCollapsed(next);
    keepSidebar(next);
  };

  return (
    <div
      className={cx(
        "min-h-dvh md:grid",
        collapsed ? "md:grid-cols-[56px_minmax(0,1fr)]" : "md:grid-cols-[var(--sidebar-w)_minmax(0,1fr)]",
      )}
    >
      <a
        href="#main"
        className="fixed start-3 top-3 z-60 -translate-y-20 rounded-sm bg-ink px-3 py-2 text-sm font-medium text-on-ink focus-visible:translate-y-0"
      >
        Skip to the page
      </a>
      <aside aria-label="Sidebar" className="border-e border-border bg-sunken max-md:hidden">
        <div className="sticky top-0 h-dvh">
          <Sidebar account={account} collapsed={collapsed} onCollapse={collapse} conversations={conversations} />
        </div>
      </aside>
      <div className="flex min-h-dvh min-w-0 flex-col md:has-data-banner:[--bar-top:40px]">
        <OfflineBanner />
        <main id="main" tabIndex={-1} className="flex min-h-0 min-w-0 grow flex-col outline-none">
          {children}
        </main>
      </div>
      {drawerOpen && (
        <Drawer onClose={() => setDrawerOpen(false)}>
          <Sidebar
            account={account}
            collapsed={false}
            onCollapse={() => setDrawerOpen(false)}
            conversations={conversations}
          />
        </Drawer>
      )}
      {paletteOpen && (
        <Suspense fallback={null}>
          <CommandPalette onClose={() => setPaletteOpen(false)} />
        </Suspense>
      )}
      <TooltipHost />
      <ToastHost />
    </div>
  );
}
