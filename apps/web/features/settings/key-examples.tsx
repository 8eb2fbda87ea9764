"use client";

import { useState } from "react";
import { useHydrated } from "@/browser/use-hydrated.ts";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { SegmentedControl } from "@/components/ui/segmented-control.tsx";
import { keyExamples } from "./key-words.ts";

/** What to do with a key, ready to be copied. `model` is what a new conversation would take. */
export function KeyExamples({ model }: { model: string }) {
  const hydrated = useHydrated();
  const [shown, setShown] = useState("sdk");
  const examples = keyExamples(hydrated ? window.location.origin : "http://localhost:3000", model);
  const code = examples.find(({ value }) => value === shown)?.code ?? "";
  return (
    <div className="overflow-hidden rounded-md border border-border bg-code-bg">
      <div className="flex flex-wrap items-center gap-2 border-b border-border px-2 py-1.5">
        <SegmentedControl label="Example for" options={examples} value={shown} onChange={setShown} />
        <CopyButton text={code} label="Copy the example" className="ms-auto" />
      </div>
      <pre className="px-3.5 py-3 font-mono text-xs leading-[19px] tracking-[-0.015em] [overflow-wrap:anywhere] whitespace-pre-wrap">
        <code>{code}</code>
      </pre>
    </div>
  );
}
