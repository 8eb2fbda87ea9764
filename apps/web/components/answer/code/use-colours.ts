"use client";

import { type RefObject, startTransition, useEffect, useLayoutEffect, useState } from "react";
import { loadPart } from "../../../browser/load-part.ts";
import { untilStill } from "../../../browser/until-still.ts";
import { remember } from "../remember.ts";
import type { CodeLine } from "./highlight-code.ts";

const KEPT = 200;
const known = remember<string, readonly CodeLine[]>(KEPT);

/** The colours of code that is `whole` and near the window; null until they are there, and for what stays plain. */
export function useColours(
  frame: RefObject<HTMLElement | null>,
  { code, language, whole }: { code: string; language: string; whole: boolean },
): readonly CodeLine[] | null {
  const [coloured, setColoured] = useState<{ code: string; lines: readonly CodeLine[] } | null>(null);
  const key = `${language}\n${code}`;
  // Code that comes back into the window is in its colours at once.
  useLayoutEffect(() => {
    const lines = known.get(key);
    if (whole && lines) setColoured({ code, lines });
  }, [key, code, whole]);
  useEffect(() => {
    const element = frame.current;
    if (!whole || !element || language === "" || known.get(key)) return;
    let left = false;
    const observer = new IntersectionObserver(
      async (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        // What was scrolled past is not coloured at all.
        await untilStill();
        if (left) return;
        const { askForColours } = await loadPart(() => import("./ask-for-colours.ts"));
        const lines = await askForColours(code, language);
        if (!lines) return;
        known.set(key, lines);
        if (!left) startTransition(() => setColoured({ code, lines }));
      },
      { rootMargin: "300px" },
    );
    observer.observe(element);
    return () => {
      left = true;
      observer.disconnect();
    };
  }, [frame, key, code, language, whole]);
  return coloured?.code === code ? coloured.lines : null;
}
