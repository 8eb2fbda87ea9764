"use client";

import { SunMoon } from "lucide-react";
import { applyAppearance } from "./appearance.ts";
import { IconButton } from "./ui/icon-button.tsx";

/** Light or dark, from now on. "As the system" is a choice on the settings page. */
export function ThemeToggle({ onChange }: { onChange?: (theme: "light" | "dark") => void }) {
  const toggle = () => {
    const theme = isDark() ? "light" : "dark";
    applyAppearance({ theme });
    onChange?.(theme);
  };
  return (
    <IconButton label="Switch light and dark" onClick={toggle}>
      <SunMoon aria-hidden="true" strokeWidth={1.75} />
    </IconButton>
  );
}

function isDark(): boolean {
  const pinned = document.documentElement.dataset.theme;
  return pinned ? pinned === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
}
