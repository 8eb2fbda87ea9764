import { AnswerCaret } from "./answer-caret.tsx";

/** The words as they are: for answers too heavy for Markdown, and until its renderer is there. */
export function AnswerPlain({ text, open }: { text: string; open: boolean }) {
  return (
    <div dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      {text}
      {open && <AnswerCaret />}
    </div>
  );
}
