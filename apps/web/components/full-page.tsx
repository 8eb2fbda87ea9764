import type { ReactNode } from "react";
import { buttonClass } from "./ui/button.tsx";
import { Glyph } from "./ui/logo.tsx";

/** One message and one way on, instead of a page. It loads that page anew: after an error nothing here is worth keeping. */
export function FullPage({
  title,
  href,
  link,
  children,
  aside,
}: {
  title: string;
  href: string;
  link: string;
  children: ReactNode;
  aside?: ReactNode;
}) {
  return (
    <main className="grid min-h-[min(100dvh,820px)] place-items-center px-5 py-16">
      <div className="w-full max-w-[480px]">
        <Glyph className="mb-6 size-11 rounded-[13px]" />
        <h1 className="text-2xl font-semibold tracking-title text-balance">{title}</h1>
        <div className="mt-1.5 text-[15px] leading-[23px] text-text-2">{children}</div>
        <div className="mt-6 flex flex-wrap gap-2">
          {aside}
          <a href={href} className={buttonClass({ look: aside ? "plain" : "primary" })}>
            {link}
          </a>
        </div>
      </div>
    </main>
  );
}
