"use client";

import { loadPart } from "@/browser/load-part.ts";
import { RefreshCw, Send } from "lucide-react";
import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { browserNow } from "@/browser/browser-clock.ts";
import { ExactTime } from "@/components/clock-time.tsx";
import { Button, buttonClass } from "@/components/ui/button.tsx";
import { cx } from "@/components/ui/cx.ts";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { formatCount } from "@/format/format-count.ts";
import type { KeptLink } from "./kept-link.ts";
import { Step } from "./step.tsx";
import type { TelegramStage } from "./telegram-stage.ts";

const LinkCode = lazy(() => loadPart(() => import("./link-code.tsx")));

type OpenStepProps = {
  stage: TelegramStage | null;
  kept: KeptLink | null;
  botUsername: string | null;
  /** When the link was opened, as far as this page saw it. */
  usedAt: string | null;
  making: boolean;
  failure: string | null;
  onNew: () => void;
};

/** Step one: the bot's chat is opened, by a press here or with the phone's camera. */
export function OpenStep({ stage, kept, botUsername, usedAt, making, failure, onNew }: OpenStepProps) {
  const waiting = stage?.kind === "waiting";
  const opened = stage?.kind === "opened";
  const stale = stage?.kind === "over" || stage?.kind === "refused";
  const connected = stage?.kind === "connected" || stage?.kind === "blocked";
  const local = kept !== null && !kept.url.startsWith("https://t.me/");
  if (connected && !kept) {
    return (
      <Step number={1} state="done" title="Open the bot">
        <p className="text-sm text-muted">@{botUsername}, in a private chat with you.</p>
      </Step>
    );
  }
  const again = (
    <Button look={waiting ? "ghost" : "primary"} busy={making} onClick={onNew} className={waiting ? "-ms-3" : ""}>
      <RefreshCw aria-hidden="true" className="size-3.5" strokeWidth={1.75} />
      {stage?.kind === "unmade" ? "Make a link" : "New link"}
    </Button>
  );
  return (
    <Step number={1} state={opened || connected ? "done" : "now"} title="Open the bot">
      <p className="text-sm text-muted">
        {local
          ? "Press the button. The code leads to the same place, on this machine only."
          : "Press the button on this device, or scan the code with your phone."}
      </p>
      {failure && !making && !kept ? (
        <div className="mt-4">
          <ErrorState title="The link could not be made." action={<Button onClick={onNew}>Try again</Button>}>
            {failure}
          </ErrorState>
        </div>
      ) : (
        <div className="mt-4 flex items-center gap-6 max-md:flex-col-reverse max-md:items-stretch">
          {(kept || stage === null || making) && (
            <CodeFrame faded={!waiting}>
              {kept && (
                <Suspense fallback={<Skeleton className="!h-full w-full" />}>
                  <LinkCode url={kept.url} label={`Code that opens @${kept.botUsername}`} />
                </Suspense>
              )}
            </CodeFrame>
          )}
          <div className="grid justify-items-start gap-2.5">
            {stage === null && <Skeleton className="!h-(--control-h) w-44 rounded-sm" />}
            {waiting && (
              <a href={stage.link.url} target="_blank" rel="noopener" className={buttonClass({ look: "primary" })}>
                <Send aria-hidden="true" className="size-4" strokeWidth={1.75} />
                Open @{stage.link.botUsername}
              </a>
            )}
            {(opened || connected) && usedAt && (
              <p className="text-sm text-muted">
                Used at <ExactTime at={usedAt} />. It opens nothing any more.
              </p>
            )}
            {waiting && <Countdown deadline={stage.link.deadline} />}
            {stage?.kind === "over" && (
              <p className="max-w-[34ch] text-sm text-text-2">
                The link was used or is older than ten minutes. Make a new one.
              </p>
            )}
            {stage?.kind === "refused" && (
              <p className="max-w-[34ch] text-sm text-text-2">
                That link is closed. Make a new one when you want to connect.
              </p>
            )}
            {(waiting || stale || stage?.kind === "unmade") && again}
          </div>
        </div>
      )}
    </Step>
  );
}

function CodeFrame({ faded, children }: { faded: boolean; children: ReactNode }) {
  return (
    <div
      className={cx(
        "size-[172px] flex-none rounded-md border border-border bg-(--qr-paper) p-3 max-md:mx-auto",
        faded && "opacity-35 max-md:hidden",
      )}
    >
      {children}
    </div>
  );
}

/** Told by the minute, so that it never hurries anybody. */
function Countdown({ deadline }: { deadline: number }) {
  const [minutes, setMinutes] = useState(() => minutesTo(deadline));
  useEffect(() => {
    const tell = () => setMinutes(minutesTo(deadline));
    tell();
    const timer = setInterval(tell, 1_000);
    return () => clearInterval(timer);
  }, [deadline]);
  return (
    <p className="num text-sm text-muted">
      {minutes >= 10
        ? "Works once, for ten minutes."
        : minutes > 1
          ? `Works once, for ${formatCount(minutes, "more minute")}.`
          : "Works once, for less than a minute."}
    </p>
  );
}

function minutesTo(deadline: number): number {
  return Math.ceil((deadline - browserNow()) / 60_000);
}
