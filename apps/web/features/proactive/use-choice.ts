"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import type { Item } from "./timeline.ts";

/** From this width on the reasons stand beside what they are of; below it they stand under all of it. */
const BESIDE = "(min-width: 64rem)";

type Choice = {
  chosen: Item | null;
  /** The key of what the address named last. */
  openedKey: string | null;
  choose: (item: Item) => void;
  why: RefObject<HTMLElement | null>;
};

/** What the person looks at: what they chose last, by hand or by the address of the page. Its reasons come into view with it. */
export function useChoice(addressed: Item | null): Choice {
  const [chosen, setChosen] = useState<Item | null>(null);
  const [openedKey, setOpenedKey] = useState<string | null>(null);
  const why = useRef<HTMLElement>(null);
  const key = addressed?.key ?? null;
  if (key !== openedKey) {
    setOpenedKey(key);
    if (addressed) setChosen(addressed);
  }
  useEffect(() => {
    if (openedKey === null) return;
    const row = document.getElementById(openedKey);
    if (row === null || !isBeside()) return reveal(why.current);
    row.scrollIntoView({ block: "center" });
    row.focus({ preventScroll: true });
  }, [openedKey]);

  const choose = (item: Item) => {
    setChosen(item);
    if (!isBeside()) reveal(why.current);
  };
  return { chosen, openedKey, choose, why };
}

const isBeside = (): boolean => window.matchMedia(BESIDE).matches;

function reveal(reasons: HTMLElement | null): void {
  reasons?.scrollIntoView({ block: "start" });
  reasons?.focus({ preventScroll: true });
}
