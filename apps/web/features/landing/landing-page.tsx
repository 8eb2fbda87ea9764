import { Terminal } from "lucide-react";
import Link from "next/link";
import { ThemeToggle } from "@/components/theme-toggle.tsx";
import { buttonClass } from "@/components/ui/button.tsx";
import { cx } from "@/components/ui/cx.ts";
import { Logo } from "@/components/ui/logo.tsx";
import { TooltipHost } from "@/components/ui/tooltip-host.tsx";
import { ChannelStage } from "./channel-stage.tsx";
import { FeatureGrid } from "./feature-grid.tsx";
import { StartCommand } from "./start-command.tsx";

export function LandingPage() {
  return (
    <div className="mx-auto max-w-[1120px] px-5 md:px-8">
      <header className="flex h-15 items-center gap-2 text-md md:h-[68px] md:gap-7">
        <Link href="/" className="me-auto">
          <Logo />
        </Link>
        <nav aria-label="On this page" className="flex gap-7 text-text-2 max-md:hidden">
          <a href="#how" className="rounded-xs hover:text-text">
            How it works
          </a>
          <a href="#run" className="rounded-xs hover:text-text">
            Self-host
          </a>
        </nav>
        <ThemeToggle />
        <Link href="/login" className={buttonClass()}>
          Sign in
        </Link>
      </header>
      <main>
        <div className="max-w-[860px] pt-9 pb-8 md:pt-[72px] md:pb-[52px]">
          <h1 className="text-[clamp(2.125rem,10.8vw,2.625rem)] leading-[1.14] font-semibold tracking-display text-balance md:text-4xl">
            One assistant.
            <br />
            It shows <Marked>what it used</Marked>
            <br />
            and <Marked>what it cost</Marked>.
          </h1>
          <p className="mt-[18px] mb-[22px] max-w-[58ch] text-[17px] leading-[26px] tracking-[-0.012em] text-balance text-text-2 md:mt-[22px] md:mb-7 md:text-[19px] md:leading-[29px]">
            Tell it once who you are, and every answer follows. Choose from hundreds of models by price, and read a
            receipt under each answer.
          </p>
          <div className="flex flex-col gap-2.5 md:flex-row">
            <Link href="/register" className={buttonClass({ look: "primary", size: "lg" })}>
              Make an account
            </Link>
            <a href="#run" className={buttonClass({ size: "lg" })}>
              <Terminal aria-hidden="true" className="size-4" strokeWidth={1.75} />
              Run it yourself
            </a>
          </div>
        </div>
        <ChannelStage />
        <FeatureGrid />
        <StartCommand />
      </main>
      <footer className="flex flex-wrap gap-x-6 gap-y-2 border-t border-border pt-6 pb-10 text-sm text-muted">
        <span className="grow">PROCODE</span>
        <Link href="/login" className="hover:text-text">
          Sign in
        </Link>
        <Link href="/register" className="hover:text-text">
          Make an account
        </Link>
        <a href="#run" className="hover:text-text">
          Self-host
        </a>
      </footer>
      <TooltipHost />
    </div>
  );
}

/** The bright marker, as wide as a pen: only for the headline. */
function Marked({ children }: { children: string }) {
  return (
    <mark
      className={cx(
        "-mx-[0.06em] animate-mark rounded-[8px] px-[0.08em] py-0 whitespace-nowrap text-on-accent",
        "bg-transparent bg-[linear-gradient(transparent_13%,var(--accent)_13%_90%,transparent_90%)] bg-no-repeat",
      )}
    >
      {children}
    </mark>
  );
}
