"use client";

import { Check, Copy, WrapText } from "lucide-react";
import { memo, useRef, useState } from "react";
import { useCopied } from "../../../browser/use-copied.ts";
import { cx } from "../../ui/cx.ts";
import { AnswerCaret } from "../answer-caret.tsx";
import { codeName } from "./code-name.ts";
import type { CodeLine } from "./highlight-code.ts";
import { useColours } from "./use-colours.ts";

type CodeProps = {
  code: string;
  info: string;
  open: boolean;
  /** Nothing of it changes any more. */
  whole: boolean;
};

const KINDS = {
  plain: undefined,
  keyword: "text-(--code-keyword)",
  string: "text-(--code-string)",
  number: "text-(--code-number)",
  comment: "text-(--code-comment)",
};
const TOOL =
  "flex h-[26px] items-center gap-[5px] rounded-sm px-2 hover:bg-hover hover:text-text aria-pressed:bg-active aria-pressed:text-text pointer-coarse:h-11";

/** A block of code with its language, copy and wrap. Colours come when the block is whole and in view. */
export const AnswerCode = memo(function AnswerCode({ code, info, open, whole }: CodeProps) {
  const { language, name } = codeName(info);
  const [wrap, setWrap] = useState(false);
  const { copied, copy } = useCopied();
  const frame = useRef<HTMLElement>(null);
  const lines = useColours(frame, { code, language, whole });
  return (
    <figure ref={frame} className="overflow-hidden rounded-md border border-border bg-code-bg">
      <figcaption className="flex min-h-9 items-center gap-1 border-b border-border ps-3.5 pe-1.5 text-xs text-muted">
        <span className="min-w-0 grow truncate">{name}</span>
        <button type="button" className={TOOL} aria-pressed={wrap} onClick={() => setWrap(!wrap)}>
          <WrapText aria-hidden="true" className="size-3.5" />
          <span className="max-sm:sr-only">Wrap</span>
        </button>
        <button type="button" className={TOOL} onClick={() => copy(code)}>
          {copied ? (
            <Check aria-hidden="true" className="size-3.5" />
          ) : (
            <Copy aria-hidden="true" className="size-3.5" />
          )}
          <span aria-live="polite">{copied ? "Copied" : "Copy"}</span>
        </button>
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: code that scrolls must be reachable by keyboard
        tabIndex={0}
        className={cx(
          "overflow-x-auto px-3.5 py-3 font-mono text-[13px] leading-[21px] tracking-[-0.015em] focus-visible:rounded-md max-md:text-xs max-md:leading-[19px]",
          wrap && "whitespace-pre-wrap [overflow-wrap:anywhere]",
        )}
      >
        <code>{lines ? <Coloured lines={lines} /> : code}</code>
        {open && <AnswerCaret />}
      </pre>
    </figure>
  );
});

function Coloured({ lines }: { lines: readonly CodeLine[] }) {
  return lines.map((line, row) => (
    <span key={row}>
      {row > 0 && "\n"}
      {line.map((piece, column) => (
        <span key={column} className={KINDS[piece.kind]}>
          {piece.text}
        </span>
      ))}
    </span>
  ));
}
