"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Switch } from "@/components/ui/switch.tsx";

type ChatSettingsProps = {
  showReceipt: boolean;
  onReceipt: (show: boolean) => void;
  unlinking: boolean;
  onUnlink: () => void;
};

/** What holds in that chat, and the way out of it. */
export function ChatSettings({ showReceipt, onReceipt, unlinking, onUnlink }: ChatSettingsProps) {
  const receiptId = useId();
  const [sure, setSure] = useState(false);
  const ROW = "flex items-center gap-4 border-t border-border px-[18px] py-3";
  return (
    <section aria-label="In this chat" className="rounded-md border border-border bg-surface">
      <h2 className="px-[18px] pt-[15px] pb-3 text-[15px] leading-[22px] font-semibold tracking-[-0.012em]">
        In this chat
      </h2>
      <div className={ROW}>
        <label htmlFor={receiptId} className="grow text-sm font-medium">
          Show model and cost under answers
          <span className="block text-xs font-normal text-muted">One small line, as in the picture.</span>
        </label>
        <Switch id={receiptId} checked={showReceipt} onChange={(event) => onReceipt(event.target.checked)} />
      </div>
      <div className={`${ROW} flex-wrap`}>
        <p className="min-w-0 grow basis-56 text-sm text-muted">
          {sure
            ? "Nothing there is answered after this. Your conversations stay."
            : "Unlinking here or with /unlink works at once. Your conversations stay."}
        </p>
        <div className="flex gap-2">
          {sure && (
            <Button look="ghost" onClick={() => setSure(false)}>
              Keep it
            </Button>
          )}
          <Button look="danger" busy={unlinking} onClick={() => (sure ? onUnlink() : setSure(true))}>
            {sure ? "Unlink now" : "Unlink"}
          </Button>
        </div>
      </div>
    </section>
  );
}
