import type { Token, Tokens } from "marked";
import { memo, type ReactNode } from "react";
import { AnswerCaret } from "./answer-caret.tsx";
import { AnswerCode } from "./code/answer-code.tsx";
import { AnswerInline } from "./answer-inline.tsx";
import { AnswerTable } from "./answer-table.tsx";
import { headingLevels } from "./heading-levels.ts";

type BlockProps = {
  token: Token;
  /** For a heading: 3 to 6. */
  level: number;
  /** The answer is still being written here: the caret stands at the end. */
  caret: boolean;
  /** Nothing of it changes any more, so that colours may be fetched for code. */
  settled: boolean;
};

/** One block of an answer. While words arrive, only the last one is drawn again. */
export const AnswerBlock = memo(
  Block,
  (before, after) =>
    before.token.raw === after.token.raw &&
    before.level === after.level &&
    before.caret === after.caret &&
    before.settled === after.settled,
);

function Block({ token, level, caret, settled }: BlockProps): ReactNode {
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "heading":
      return (
        <Heading level={level} depth={token.depth}>
          {words(token.tokens ?? [], caret)}
        </Heading>
      );
    case "paragraph":
      return <p dir="auto">{words(token.tokens ?? [], caret)}</p>;
    case "text":
      return words(token.tokens ?? [token], caret);
    case "code":
      return <AnswerCode code={token.text} info={token.lang ?? ""} open={caret} whole={settled} />;
    case "blockquote":
      return (
        <blockquote className="border-s-2 border-border-strong ps-4 text-text-2 *:first:mt-0">
          <Blocks tokens={token.tokens ?? []} caret={caret} settled={settled} />
        </blockquote>
      );
    case "list":
      return <List list={token as Tokens.List} caret={caret} settled={settled} />;
    case "table":
      return <AnswerTable table={token as Tokens.Table} />;
    case "hr":
      return <hr className="border-border" />;
    default:
      // HTML and all that is not named above: its source, as words.
      return <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{token.raw.trim()}</p>;
  }
}

export function Blocks({ tokens, caret, settled }: { tokens: readonly Token[]; caret: boolean; settled: boolean }) {
  const last = tokens.findLastIndex((token) => token.type !== "space");
  const levels = headingLevels(tokens);
  return tokens.map((token, index) => (
    <AnswerBlock
      key={`${index}:${token.type}`}
      token={token}
      level={levels[index] ?? 0}
      caret={caret && index === last}
      settled={settled || index < last}
    />
  ));
}

function List({ list, caret, settled }: { list: Tokens.List; caret: boolean; settled: boolean }) {
  const items = list.items.map((item, index) => (
    <li
      key={`${index}:${item.task ? "task" : "item"}`}
      dir="auto"
      className={item.task ? "flex items-baseline gap-2 ps-0" : "ps-1"}
    >
      {item.task && (
        <input
          type="checkbox"
          checked={item.checked === true}
          readOnly
          disabled
          aria-label={item.checked ? "Done" : "Open"}
          className="translate-y-px accent-(--ink)"
        />
      )}
      <div className="min-w-0 grow">
        <Blocks
          tokens={item.tokens.filter((token) => token.type !== "checkbox")}
          caret={caret && index === list.items.length - 1}
          settled={settled || index < list.items.length - 1}
        />
      </div>
    </li>
  ));
  const gaps = list.loose ? "[&>li+li]:mt-2.5" : "[&>li+li]:mt-1";
  if (list.ordered) {
    return (
      <ol
        start={list.start === "" ? 1 : list.start}
        className={`list-decimal ps-6 marker:text-muted marker:[font-variant-numeric:tabular-nums] ${gaps}`}
      >
        {items}
      </ol>
    );
  }
  return (
    <ul
      className={`${list.items.every((item) => item.task) ? "list-none" : "list-disc ps-6 marker:text-faint"} ${gaps}`}
    >
      {items}
    </ul>
  );
}

function Heading({ level, depth, children }: { level: number; depth: number; children: ReactNode }) {
  const Tag = `h${level}` as "h3" | "h4" | "h5" | "h6";
  const size = depth <= 1 ? "text-xl" : depth === 2 ? "text-[17px] leading-6" : "";
  return <Tag className={`font-semibold tracking-title text-text ${size}`}>{children}</Tag>;
}

function words(tokens: readonly Token[], caret: boolean): ReactNode {
  return (
    <>
      <AnswerInline tokens={tokens} />
      {caret && <AnswerCaret />}
    </>
  );
}
