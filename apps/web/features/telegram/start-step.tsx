"use client";

import type { TelegramStatus } from "@procode/contracts";
import { CircleCheck, CircleX } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { ExactTime } from "@/components/clock-time.tsx";
import { Button } from "@/components/ui/button.tsx";
import { cx } from "@/components/ui/cx.ts";
import type { Wire } from "@/trpc/wire.ts";
import { personName } from "./person-name.ts";
import { Step } from "./step.tsx";
import type { TelegramStage } from "./telegram-stage.ts";

type StartStepProps = {
  stage: TelegramStage | null;
  /** The link on the way, as far as this page saw it. */
  link: Wire<TelegramStatus>["link"];
  confirming: boolean;
  refusing: boolean;
  failure: string | null;
  onConfirm: (linkId: string) => void;
  onRefuse: (linkId: string) => void;
};

/** Step two: what happens in Telegram, told live, and the person's word that it was them. */
export function StartStep({ stage, link, confirming, refusing, failure, onConfirm, onRefuse }: StartStepProps) {
  const told = useRef<HTMLDivElement>(null);
  const connection = stage?.kind === "connected" || stage?.kind === "blocked" ? stage.connection : null;
  const opened = stage?.kind === "opened" ? stage : null;
  const waited = stage?.kind === "waiting" || opened !== null || (connection !== null && link !== null);
  const confirm = (linkId: string) => {
    onConfirm(linkId);
    // The buttons leave; the focus stays with what they led to.
    told.current?.focus();
  };
  return (
    <Step number={2} state={connection ? "done" : opened ? "now" : "later"} title="Press Start there">
      <div className="mt-2.5 overflow-hidden rounded-md border border-border">
        <div ref={told} role="status" tabIndex={-1} className="outline-none focus-visible:shadow-none">
          <ol className="text-sm text-muted">
            {!waited && !connection && (
              <Row icon={null}>{RESTING[stage?.kind ?? "unmade"] ?? "Begins with the first step."}</Row>
            )}
            {waited && (
              <Row icon={stage?.kind === "waiting" ? <Now /> : <Done />} at={link?.createdAt ?? null}>
                Waiting for Telegram…
              </Row>
            )}
            {opened && (
              <Row icon={<Now />} at={opened.link.openedAt} strong>
                Opened by {personName(opened.by)}
              </Row>
            )}
            {connection && link?.openedAt && (
              <Row icon={<Done />} at={link.openedAt}>
                Opened by {personName(connection.person)}, confirmed by you
              </Row>
            )}
            {connection && (
              <Row icon={<Done />} at={connection.connectedAt} good>
                <b className="font-semibold">Connected</b>
                {!link?.openedAt && <> with {personName(connection.person)}</>}
              </Row>
            )}
          </ol>
        </div>
        {opened && (
          <div className="border-t border-border bg-surface px-3.5 pt-3 pb-3.5">
            <p className="max-w-[58ch] text-sm text-text-2">
              Go on only if that is your own Telegram account: whoever it is will write and read here as you.
            </p>
            {failure && (
              <p role="alert" className="mt-2 flex gap-1.5 text-sm text-danger">
                <CircleX aria-hidden="true" className="mt-[3px] size-3.5 flex-none" strokeWidth={1.75} />
                {failure}
              </p>
            )}
            <div className="mt-3 flex flex-wrap gap-2 max-sm:*:flex-1">
              <Button look="primary" busy={confirming} disabled={refusing} onClick={() => confirm(opened.link.id)}>
                It is me, connect
              </Button>
              <Button busy={refusing} disabled={confirming} onClick={() => onRefuse(opened.link.id)}>
                Not me
              </Button>
            </div>
          </div>
        )}
      </div>
    </Step>
  );
}

/** What stands there while nothing is awaited. */
const RESTING: Partial<Record<TelegramStage["kind"], string>> = {
  over: "The link is over, so nothing was connected.",
  refused: "Not you, so nothing was connected.",
};

type RowProps = { icon: ReactNode; at?: string | null; strong?: boolean; good?: boolean; children: ReactNode };

function Row({ icon, at = null, strong = false, good = false, children }: RowProps) {
  return (
    <li
      className={cx(
        "flex min-h-[38px] items-center gap-2.5 border-border px-3.5 py-1.5 not-first:border-t",
        good && "bg-success-soft text-success",
        strong && "font-medium text-text",
      )}
    >
      {icon}
      <span className="min-w-0 grow [overflow-wrap:anywhere]">{children}</span>
      {at && <ExactTime at={at} className="text-xs font-normal" />}
    </li>
  );
}

function Done() {
  return <CircleCheck aria-hidden="true" className="size-4 flex-none text-success" strokeWidth={1.75} />;
}

/** The marker says: this happens now. */
function Now() {
  return (
    <span aria-hidden="true" className="grid size-4 flex-none place-items-center">
      <span className="size-[9px] rounded-full bg-accent shadow-[0_0_0_1px_var(--accent-line)]" />
    </span>
  );
}
