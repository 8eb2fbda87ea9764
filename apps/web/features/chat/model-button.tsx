"use client";

import { ChevronDown } from "lucide-react";
import { shortModelName } from "@/components/conversation/model-name.ts";
import type { ChatModel } from "@/components/conversation/wire-types.ts";
import { DemoBadge } from "@/components/ui/badge.tsx";

/** Says which model answers, and opens the list of all. */
export function ModelButton({ model, onPick }: { model: ChatModel | null; onPick: () => void }) {
  const name = model ? shortModelName(model.name) : "Choose a model";
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-label={`Model: ${name}. Choose another`}
      onClick={onPick}
      className="inline-flex h-10 min-w-0 items-center gap-[7px] rounded-[9px] px-1.5 text-sm font-medium whitespace-nowrap transition-colors duration-(--dur-1) hover:bg-hover md:h-8 md:px-[9px] pointer-coarse:h-11"
    >
      <span className="truncate">{name}</span>
      {model?.demo && <DemoBadge />}
      <ChevronDown aria-hidden="true" className="size-3.5 flex-none" strokeWidth={1.75} />
    </button>
  );
}
