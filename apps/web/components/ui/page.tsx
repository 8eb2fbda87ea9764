import type { ReactNode } from "react";
import { cx } from "./cx.ts";

/** The column that every page but the chat stands in. */
export function Page({ children, narrow = false }: { children: ReactNode; narrow?: boolean }) {
  return (
    <div
      className={cx(
        "mx-auto w-full px-4 pt-5 pb-16 md:px-10 md:pt-[calc(var(--stack)+12px)] md:pb-[72px]",
        narrow ? "max-w-[760px]" : "max-w-[1080px]",
      )}
    >
      {children}
    </div>
  );
}

export function PageTitle({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="mb-5 flex flex-col items-stretch gap-3.5 md:mb-[26px] md:flex-row md:items-start md:gap-4">
      <div className="min-w-0 grow">
        <h1 className="text-2xl font-semibold tracking-title">{title}</h1>
        {children && <p className="mt-1 max-w-[62ch] text-md text-pretty text-muted">{children}</p>}
      </div>
      {actions && <div className="flex flex-none gap-2 max-md:*:flex-1">{actions}</div>}
    </div>
  );
}

/** A titled card of a page. */
export function Section({
  title,
  hint,
  aside,
  children,
  id,
}: {
  title: string;
  hint?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  id?: string;
}) {
  return (
    <section aria-label={title} id={id} className="rounded-md border border-border bg-surface p-(--card-p)">
      <div className="mb-4 flex items-start gap-3">
        <div className="min-w-0 grow">
          <h2 className="text-[15px] leading-[22px] font-semibold tracking-[-0.012em]">{title}</h2>
          {hint && <p className="mt-0.5 text-sm text-muted">{hint}</p>}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}
