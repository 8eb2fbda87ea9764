import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx.ts";

type StepProps = { number: number; state: "done" | "now" | "later"; title: string; children: ReactNode };

/** One step of a few. The marker stands on the one that is to be done now. */
export function Step({ number, state, title, children }: StepProps) {
  return (
    <li aria-current={state === "now" ? "step" : undefined} className="flex items-start gap-3.5 pb-[26px]">
      <span
        className={cx("num grid size-6 flex-none place-items-center rounded-[8px] text-xs font-semibold", BOX[state])}
      >
        {state === "done" ? <Check aria-hidden="true" className="size-3.5" strokeWidth={2} /> : number}
        {state === "done" && <span className="sr-only">Done:</span>}
      </span>
      <div className="min-w-0 grow">
        <h2 className="text-[15px] leading-6 font-semibold tracking-[-0.012em]">{title}</h2>
        {children}
      </div>
    </li>
  );
}

const BOX = {
  done: "bg-success-soft text-success",
  now: "bg-accent text-on-accent",
  later: "bg-active text-muted",
};
