"use client";

import { loadPart } from "../../browser/load-part.ts";
import dynamic from "next/dynamic";
import { Suspense } from "react";
import type { AnswerProps } from "./answer-body.tsx";
import { AnswerPlain } from "./answer-plain.tsx";
import { wholeWords } from "./whole-words.ts";

const AnswerBody = dynamic(() => loadPart(() => import("./answer-body.tsx")));

/** The words of an answer at reading size. The renderer is a chunk of its own, so that a page without answers never loads it. */
export function AnswerText({ text, open }: AnswerProps) {
  const shown = open ? wholeWords(text) : text;
  return (
    <div className="text-lg leading-(--leading-prose) text-pretty [overflow-wrap:break-word] max-md:text-[16px] max-md:leading-[1.6] [&>*+*]:mt-3 [&>*+:is(h3,h4)]:mt-6 [&>*+:is(h5,h6)]:mt-5 [&>:is(h3,h4,h5,h6)+*]:mt-2 [&>*+figure]:mt-3.5 [&>figure+*]:mt-3.5 [&>*+section]:mt-3.5 [&>section+*]:mt-3.5">
      <Suspense fallback={<AnswerPlain text={shown} open={open} />}>
        <AnswerBody text={shown} open={open} />
      </Suspense>
    </div>
  );
}
