import type { Token } from "marked";
import { Fragment, type ReactNode } from "react";
import { AnswerLink, AnswerPicture } from "./answer-link.tsx";
import { decodeEntities } from "./decode-entities.ts";

const LINE_BREAK = /^<br\s*\/?>$/i;

/** Words with their emphasis, code and links. Only what is named here becomes markup; all else, HTML too, stays text. */
export function AnswerInline({ tokens }: { tokens: readonly Token[] }) {
  return tokens.map((token, index) => <Fragment key={`${index}:${token.type}`}>{inline(token)}</Fragment>);
}

function inline(token: Token): ReactNode {
  switch (token.type) {
    case "strong":
      return <strong className="font-semibold">{children(token)}</strong>;
    case "em":
      return <em>{children(token)}</em>;
    case "del":
      return <del className="text-muted">{children(token)}</del>;
    case "codespan":
      return (
        <code className="rounded-[5px] bg-active px-[0.36em] py-[0.12em] font-mono text-[0.86em] tracking-[-0.02em] [overflow-wrap:anywhere]">
          {token.text}
        </code>
      );
    case "br":
      return <br />;
    case "link":
      return (
        <AnswerLink address={decodeEntities(token.href)} label={plainWords(token.tokens ?? [])}>
          {children(token)}
        </AnswerLink>
      );
    case "image":
      return <AnswerPicture address={decodeEntities(token.href)} description={decodeEntities(token.text)} />;
    case "html":
      return LINE_BREAK.test(token.raw) ? <br /> : token.raw;
    case "checkbox":
      return null;
    case "escape":
      return token.text;
    case "text":
      return token.tokens ? children(token) : decodeEntities(token.text);
    default:
      return token.raw;
  }
}

function children(token: Token): ReactNode {
  const inner = "tokens" in token ? token.tokens : undefined;
  return inner ? <AnswerInline tokens={inner} /> : decodeEntities(token.raw);
}

function plainWords(tokens: readonly Token[]): string {
  return tokens.map((token) => ("text" in token && typeof token.text === "string" ? token.text : "")).join("");
}
