"use client";

import { loadPart } from "../../browser/load-part.ts";
import { useEffect, useState } from "react";
import type { Mend } from "./lex-answer.ts";

let loaded: Mend | null = null;

/** What closes half-written markup, fetched with the first answer that streams; null for one that stands. */
export function useMend(open: boolean): Mend | null {
  const [mend, setMend] = useState<Mend | null>(() => loaded);
  useEffect(() => {
    if (!open || mend) return;
    let left = false;
    void loadPart(() => import("./mend-markdown.ts")).then(({ mendMarkdown }) => {
      loaded = mendMarkdown;
      if (!left) setMend(() => mendMarkdown);
    });
    return () => {
      left = true;
    };
  }, [open, mend]);
  return open ? mend : null;
}
