"use client";

import { useEffect } from "react";
import { type Appearance, applyAppearance, keepsAppearance } from "./appearance.ts";

/** On a device that has no choice of its own yet, takes the one that the account keeps. */
export function AccountAppearance({ theme, density }: Appearance) {
  useEffect(() => {
    if (!keepsAppearance()) applyAppearance({ theme, density });
  }, [theme, density]);
  return null;
}
