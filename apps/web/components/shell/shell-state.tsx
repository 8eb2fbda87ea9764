"use client";

import { createContext, type ReactNode, use, useMemo, useState } from "react";

type Shell = {
  drawerOpen: boolean;
  setDrawerOpen: (open: boolean) => void;
  paletteOpen: boolean;
  setPaletteOpen: (open: boolean) => void;
  /** Whether shortcuts are written with ⌘ or with Ctrl. */
  mac: boolean;
};

const ShellContext = createContext<Shell | null>(null);

export function ShellState({ mac, children }: { mac: boolean; children: ReactNode }) {
  const [drawerOpen, setDrawerOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const shell = useMemo(
    () => ({ drawerOpen, setDrawerOpen, paletteOpen, setPaletteOpen, mac }),
    [drawerOpen, paletteOpen, mac],
  );
  return <ShellContext value={shell}>{children}</ShellContext>;
}

/** What stands around every page of the app: its drawer, its palette. */
export function useShell(): Shell {
  const shell = use(ShellContext);
  if (!shell) throw new Error("useShell needs ShellState above it.");
  return shell;
}
