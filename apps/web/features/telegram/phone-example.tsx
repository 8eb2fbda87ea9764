import { ChevronLeft, EllipsisVertical, Mic, Paperclip } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx.ts";
import { Glyph } from "@/components/ui/logo.tsx";

const BUTTON =
  "overflow-hidden rounded-[9px] bg-(--phone-button) text-center text-[12.5px] leading-8 font-medium whitespace-nowrap";

/** The bot's chat as a phone shows it. An example, and it says so. */
export function PhoneExample({ showReceipt }: { showReceipt: boolean }) {
  const receipt = (words: string) =>
    showReceipt && <span className="mt-[3px] block text-[11.5px] leading-4 text-(--phone-quiet)">{words}</span>;
  return (
    <figure className="mx-auto w-full max-w-[358px] xl:w-[344px]">
      <div
        role="img"
        aria-label="An example of the bot’s chat in Telegram: a question, its answer with model and cost, and the choice of a model"
        className="rounded-[44px] border border-border-strong bg-raised p-[9px] shadow-lg"
      >
        <div aria-hidden="true" className="flex h-[640px] flex-col overflow-hidden rounded-[36px] bg-(--phone-paper)">
          <div className="relative flex items-center gap-[9px] bg-(--phone-bar) px-3.5 pt-9 pb-[9px]">
            <span className="num absolute start-[26px] top-2.5 text-[13px] leading-5 font-semibold">11:21</span>
            <span className="absolute start-1/2 top-[9px] h-[22px] w-[86px] -translate-x-1/2 rounded-full bg-(--phone-hole)" />
            <ChevronLeft className="size-4" strokeWidth={1.75} />
            <Glyph className="size-8 rounded-full p-[5px]" />
            <span>
              <b className="block text-[14px] leading-[17px] font-semibold">PROCODE</b>
              <span className="block text-[11.5px] leading-[14px] text-muted">bot</span>
            </span>
            <EllipsisVertical className="ms-auto size-4" strokeWidth={1.75} />
          </div>
          <div className="flex min-h-0 grow flex-col justify-end gap-1.5 overflow-hidden px-2.5 pt-2.5 pb-2">
            <span className="self-center rounded-[10px] bg-(--phone-day) px-[9px] py-0.5 text-[11px] leading-4 font-medium">
              Today
            </span>
            <Bubble at="08:12" mine>
              What did we settle on for retries?
            </Bubble>
            <Bubble at="08:12">
              Wait 30 s, then double it, at most 6 h, with full jitter. After the seventh try it gives up and tells you.
              {receipt("Claude Haiku 4.5 · $0.0008")}
            </Bubble>
            <Bubble at="11:20" mine>
              /model
            </Bubble>
            <Bubble at="11:20">
              Answers come from Claude Haiku 4.5. Choose another one for this chat and for new conversations:
            </Bubble>
            <div className="grid w-[84%] gap-1">
              <span className={BUTTON}>✓ Claude Haiku 4.5 · $1.00 / $5.00</span>
              <span className={BUTTON}>Claude Sonnet 4.5 · $3.00 / $15.00</span>
              <span className={BUTTON}>Gemini 2.5 Flash · $0.30 / $2.50</span>
            </div>
          </div>
          <div className="flex items-center gap-2 bg-(--phone-bar) px-2.5 pt-[7px] pb-[22px] text-[13.5px] text-muted">
            <Paperclip className="size-4" strokeWidth={1.75} />
            <span className="grow rounded-full border border-border px-3 py-[5px]">Message</span>
            <Mic className="size-4" strokeWidth={1.75} />
          </div>
        </div>
      </div>
      <figcaption className="mt-3 text-center text-xs text-muted">An example of that chat.</figcaption>
    </figure>
  );
}

function Bubble({ at, mine = false, children }: { at: string; mine?: boolean; children: ReactNode }) {
  return (
    <div
      className={cx(
        "max-w-[84%] rounded-[15px] px-2.5 pt-[7px] pb-1.5 text-[13.5px] leading-[18.5px]",
        mine ? "self-end rounded-ee-[5px] bg-(--phone-mine)" : "self-start rounded-es-[5px] bg-(--phone-bubble)",
      )}
    >
      {children}
      <span className="num float-end -me-0.5 -mb-1 ms-2 mt-0.5 text-[10.5px] leading-[18px] text-(--phone-quiet)">
        {at}
        {mine && " ✓✓"}
      </span>
    </div>
  );
}
