import type { Token, Tokens } from "marked";
import { memo, type ReactNode } from "react";
import { AnswerCaret } from "./answer-caret.tsx";
import { AnswerCode } from "./answer-code.tsx";
import { AnswerInline } from "./answer-inline.tsx";
import { AnswerTable } from "./answer-table.tsx";

type BlockProps = {
  token: Token;
  /** The answer is still being written here: the caret stands at the end. */
  caret: boolean;
  /** Nothing changes any more, so that colours may be fetched for code. */
  settled: boolean;
};

/** One block of an answer. While words arrive, only the last one is drawn again. */
export const AnswerBlock = memo(
  Block,
  (before, after) =>
    before.token.raw === after.token.raw && before.caret === after.caret && before.settled === after.settled,
);

function Block({ token, caret, settled }: BlockProps): ReactNode {
  switch (token.type) {
    case "space":
    case "def":
      return null;
    case "heading":
      return <Heading depth={token.depth}>{words(token.tokens ?? [], caret)}</Heading>;
    case "paragraph":
      return <p dir="auto">{words(token.tokens ?? [], caret)}</p>;
    case "text":
      return words(token.tokens ?? [token], caret);
    case "code":
      return <AnswerCode code={token.text} info={token.lang ?? ""} open={caret} settled={settled} />;
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
  return tokens.map((token, index) => (
    <AnswerBlock key={`${index}:${token.type}`} token={token} caret={caret && index === last} settled={settled} />
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
          settled={settled}
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

// The page's own title is the h1 and each message an h2, so an answer begins at h3.
function Heading({ depth, children }: { depth: number; children: ReactNode }) {
  const look = "font-semibold tracking-title text-text";
  if (depth <= 1) return <h3 className={`${look} text-xl`}>{children}</h3>;
  if (depth === 2) return <h4 className={`${look} text-[17px] leading-6`}>{children}</h4>;
  if (depth === 3) return <h5 className={look}>{children}</h5>;
  return <h6 className={look}>{children}</h6>;
}

function words(tokens: readonly Token[], caret: boolean): ReactNode {
  return (
    <>
      <AnswerInline tokens={tokens} />
      {caret && <AnswerCaret />}
    </>
  );
}
