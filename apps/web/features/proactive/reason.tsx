import type { ReactNode } from "react";

/** Words that would be or were sent. */
export function Quote({ children }: { children: ReactNode }) {
  return (
    <blockquote className="mb-4 border-s-2 border-accent py-px ps-[13px] text-sm leading-5 break-words whitespace-pre-wrap text-text">
      {children}
    </blockquote>
  );
}

/** One line of a list of reasons. */
export function Reason({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="mb-0.5 text-xs text-muted">{term}</dt>
      <dd className="text-sm leading-5 break-words">{children}</dd>
    </div>
  );
}
