"use client";

import { ArrowUp, Square } from "lucide-react";
import { type FormEvent, type KeyboardEvent, type RefObject, useId } from "react";
import type { ChatModel } from "@/components/conversation/wire-types.ts";
import { cx } from "@/components/ui/cx.ts";
import { formatNumber } from "@/format/format-count.ts";
import { ComposerHint } from "./composer-hint.tsx";
import { ComposerWarning } from "./composer-warning.tsx";
import { ModelButton } from "./model-button.tsx";

/** As in the contract; the schema itself would carry zod into the first load. */
export const MESSAGE_MAX = 100_000;

type ComposerProps = {
  text: string;
  onText: (text: string) => void;
  onSend: () => void;
  /** Ends the answer that is being written; null when none is. */
  onStop: (() => void) | null;
  model: ChatModel | null;
  onPickModel: () => void;
  estimate: string;
  warning: string | null;
  online: boolean;
  placeholder: string;
  field: RefObject<HTMLTextAreaElement | null>;
};

/** Where a message is written. Enter sends, also before JavaScript has decided anything about the model. */
export function Composer({
  text,
  onText,
  onSend,
  onStop,
  model,
  onPickModel,
  estimate,
  warning,
  online,
  placeholder,
  field,
}: ComposerProps) {
  const warningId = useId();
  const tooLong = text.length > MESSAGE_MAX;
  const empty = text.trim() === "";
  const trouble = tooLong
    ? `This message has ${formatNumber(text.length)} characters and ${formatNumber(MESSAGE_MAX)} is the most. Shorten it, or send it in parts.`
    : warning;
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (!empty && !tooLong) onSend();
  };
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes, Enter and Escape belong to it.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      submit();
    }
    if (event.key === "Escape" && !onStop) event.currentTarget.blur();
  };
  const stops = onStop !== null && empty;
  return (
    <div className="sticky bottom-0 z-4 before:pointer-events-none before:absolute before:inset-x-0 before:-top-7 before:h-7 before:bg-linear-to-b before:from-transparent before:to-bg">
      <div className="bg-bg px-2 pb-[max(8px,env(safe-area-inset-bottom))] md:px-5 md:pb-4">
        <form
          onSubmit={submit}
          className="relative mx-auto w-full max-w-[724px] rounded-[18px] border border-border-strong bg-surface p-2.5 shadow-md focus-within:border-control-line md:rounded-lg md:p-3"
        >
          <textarea
            ref={field}
            rows={1}
            value={text}
            placeholder={placeholder}
            aria-label="Message"
            aria-describedby={trouble ? warningId : undefined}
            aria-invalid={tooLong || undefined}
            enterKeyHint="send"
            onChange={(event) => onText(event.target.value)}
            onKeyDown={onKey}
            className="block max-h-[40dvh] w-full resize-none overflow-y-auto bg-transparent px-1 pt-px pb-2.5 text-[15px] leading-[23px] outline-none [field-sizing:content] placeholder:text-muted focus-visible:!shadow-none pointer-coarse:text-[16px]"
          />
          {trouble && (
            <ComposerWarning id={warningId} tone={tooLong ? "danger" : "warn"}>
              {trouble}
            </ComposerWarning>
          )}
          <div className="flex items-center gap-0.5">
            <ModelButton model={model} onPick={onPickModel} />
            <span className="grow" />
            <span className="num me-2 whitespace-nowrap text-xs text-muted">
              {online ? estimate : "price when online"}
            </span>
            <button
              // With nothing to send it sends nothing: as the server draws it, a press would load the page anew, without the words in it.
              type={stops || empty ? "button" : "submit"}
              aria-label={stops ? "Stop answering" : onStop ? "Send when this answer ends" : "Send"}
              data-tip={stops ? "Stop answering" : onStop ? "Send when this answer ends" : "Send"}
              data-tip-keys={stops ? "esc" : "↵"}
              aria-disabled={(!stops && (empty || tooLong)) || undefined}
              onClick={stops ? onStop : undefined}
              className={cx(
                "relative grid size-11 flex-none place-items-center rounded-[14px] transition-colors duration-(--dur-1) md:size-[34px] md:rounded-[10px] pointer-coarse:size-11",
                stops
                  ? "bg-accent text-on-accent"
                  : empty || tooLong
                    ? "bg-active text-muted"
                    : "bg-ink text-on-ink hover:bg-ink-hover",
              )}
            >
              {stops ? (
                <Square aria-hidden="true" className="size-3" fill="currentColor" />
              ) : (
                <ArrowUp aria-hidden="true" className="size-4" strokeWidth={1.75} />
              )}
            </button>
            {onStop && !empty && (
              <button
                type="button"
                aria-label="Stop answering"
                data-tip="Stop answering"
                data-tip-keys="esc"
                onClick={onStop}
                className="ms-1.5 grid size-11 flex-none place-items-center rounded-[14px] bg-accent text-on-accent md:size-[34px] md:rounded-[10px] pointer-coarse:size-11"
              >
                <Square aria-hidden="true" className="size-3" fill="currentColor" />
              </button>
            )}
          </div>
        </form>
        <ComposerHint answering={onStop !== null} />
      </div>
    </div>
  );
}
