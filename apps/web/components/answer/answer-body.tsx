"use client";

import { useMemo } from "react";
import { Blocks } from "./answer-block.tsx";
import { AnswerPlain } from "./answer-plain.tsx";
import { lexAnswer, lexOnce } from "./lex-answer.ts";
import { useMend } from "./use-mend.ts";

export type AnswerProps = {
  text: string;
  /** Words still arrive. */
  open: boolean;
};

/** Markdown of an answer. It runs and fetches nothing: no HTML, no pictures, and links that only a person can follow. */
export default function AnswerBody({ text, open }: AnswerProps) {
  const mend = useMend(open);
  const tokens = useMemo(() => (open ? lexAnswer(text, mend) : lexOnce(text)), [text, mend, open]);
  if (tokens === null) return <AnswerPlain text={text} open={open} />;
  return <Blocks tokens={tokens} caret={open} settled={!open} />;
}
