"use client";

import { ListChecks, type LucideIcon, Mail, Table2 } from "lucide-react";
import type { ChatModel } from "@/components/conversation/wire-types.ts";
import { Glyph } from "@/components/ui/logo.tsx";

type Task = { icon: LucideIcon; title: string; hint: string; text: string };

const TASKS: Task[] = [
  {
    icon: Table2,
    title: "Turn a mess into a table",
    hint: "Paste notes, a receipt or a log",
    text: "Turn this into a table with a total: rent 1,240, internet 25, two train tickets at 36.50 each, coffee 4.20",
  },
  {
    icon: Mail,
    title: "Write a letter that is hard",
    hint: "Say who it is for, and why",
    text: "Write a short, friendly mail to my landlord: the heating has been off for two days and I need it repaired this week.",
  },
  {
    icon: ListChecks,
    title: "Plan a week",
    hint: "Say what has to fit in",
    text: "Plan my week: three runs of 40 minutes, one long call on Tuesday at 18:00, and two free evenings. Show it as a table.",
  },
];

/** A new chat: what it can do, in three tasks to try. */
export function EmptyChat({ model, onTry }: { model: ChatModel | null; onTry: (text: string) => void }) {
  return (
    <div className="mx-auto flex w-full max-w-[764px] grow flex-col justify-end px-4 pt-10 pb-5 md:justify-center md:px-5 md:pb-[72px]">
      <Glyph className="size-11 rounded-[13px]" />
      <h2 className="mt-[18px] mb-1.5 text-2xl font-semibold tracking-[-0.028em] text-balance">
        Ask anything. It will show its work.
      </h2>
      <p className="max-w-[56ch] text-[15px] leading-[23px] text-muted">
        {model?.demo
          ? "A demo model answers until you add an OpenRouter key, so this costs nothing. Three things to try:"
          : "What each answer cost stands under it. Three things to try:"}
      </p>
      <div className="mt-[26px] grid gap-2.5 md:grid-cols-3">
        {TASKS.map(({ icon: Icon, title, hint, text }) => (
          <button
            key={title}
            type="button"
            onClick={() => onTry(text)}
            className="grid content-start gap-1 rounded-md border border-border bg-surface px-4 pt-[15px] pb-3.5 text-start text-sm leading-[19px] text-muted transition-colors duration-(--dur-1) hover:border-border-strong max-md:grid-cols-[28px_1fr] max-md:gap-x-1"
          >
            <Icon
              aria-hidden="true"
              className="mb-2 size-4 text-text-2 max-md:row-span-2 max-md:mt-0.5"
              strokeWidth={1.75}
            />
            <span className="text-md font-medium text-text">{title}</span>
            <span>{hint}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
