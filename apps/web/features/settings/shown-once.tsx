"use client";

import { Check, Copy } from "lucide-react";
import { useCopied } from "@/browser/use-copied.ts";
import { Button } from "@/components/ui/button.tsx";

/** A secret to be taken now. A press on it marks all of it, for browsers that refuse to copy. */
export function ShownOnce({ value }: { value: string }) {
  const { copied, copy } = useCopied();
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-md border border-border bg-accent-soft py-2 ps-3.5 pe-2">
      <code className="min-w-0 grow basis-64 font-mono text-sm break-all select-all">{value}</code>
      <Button onClick={() => copy(value)} className="max-sm:w-full">
        {copied ? (
          <Check aria-hidden="true" className="size-4 text-success" strokeWidth={1.75} />
        ) : (
          <Copy aria-hidden="true" className="size-4" strokeWidth={1.75} />
        )}
        <span aria-live="polite">{copied ? "Copied" : "Copy the key"}</span>
      </Button>
    </div>
  );
}
