import Link from "next/link";
import type { ReactNode } from "react";
import { ThemeToggle } from "@/components/theme-toggle.tsx";
import { Glyph, Logo } from "@/components/ui/logo.tsx";
import { TooltipHost } from "@/components/ui/tooltip-host.tsx";

/** The two doors, sign in and sign up, beside an example of a receipt. */
export function AuthFrame({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh md:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
      <div className="flex flex-col px-5 pt-[18px] pb-6 md:px-10 md:py-8">
        <header className="flex items-center">
          <Link href="/" className="me-auto">
            <Logo />
          </Link>
          <ThemeToggle />
        </header>
        <main className="m-auto w-full max-w-[348px] py-8">{children}</main>
        <footer className="text-center text-xs text-balance text-muted">
          Accounts and chats stay in the database of whoever runs this PROCODE.
        </footer>
      </div>
      <aside
        aria-label="An example of a month"
        className="grid place-items-center border-s border-border bg-sunken p-10 max-md:hidden"
      >
        <ExampleReceipt />
      </aside>
      <TooltipHost />
    </div>
  );
}

const LINES = [
  ["Answers", "2,942"],
  ["Models used", "13"],
  ["Tokens read", "8.1 M"],
  ["Tokens written", "1.4 M"],
  ["Answers stopped, by you", "61"],
  ["Words lost", "0"],
] as const;

function ExampleReceipt() {
  return (
    <div className="num w-full max-w-[348px] rounded-md border border-border bg-surface px-6 pt-6 pb-5 text-sm shadow-md">
      <h2 className="flex items-center gap-2 font-semibold">
        <Glyph />A month, as a receipt
      </h2>
      <dl className="my-4 grid gap-[7px]">
        {LINES.map(([term, value]) => (
          <div key={term} className="flex items-baseline gap-2">
            <dt className="text-text-2">{term}</dt>
            <dd className="flex grow items-baseline gap-2 before:grow before:border-b-[1.5px] before:border-dotted before:border-border-strong">
              {value}
            </dd>
          </div>
        ))}
      </dl>
      <p className="flex border-t border-border pt-3 text-[15px] font-semibold">
        <span className="grow">Cost</span>
        <mark>$18.42</mark>
      </p>
      <p className="mt-3.5 text-xs text-muted">An example. Yours grows under every answer.</p>
    </div>
  );
}
