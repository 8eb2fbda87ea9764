"use client";

import { useQuery } from "@tanstack/react-query";
import { BellRing } from "lucide-react";
import type { Ref } from "react";
import { formatDayAndTime } from "@/format/format-when.ts";
import { useTRPC } from "@/trpc/client.tsx";
import { BECAUSE, withTimes } from "./proactive-words.ts";
import { Quote, Reason } from "./reason.tsx";
import type { Item } from "./timeline.ts";
import type { Proactive } from "./use-proactive.ts";
import { WhyMessage } from "./why-message.tsx";

type WhyCardProps = Pick<Proactive, "history" | "judge" | "snooze"> & {
  item: Item | null;
  now: Date;
  zone: string;
  ref: Ref<HTMLElement>;
};

/** Why something was written, is going to be, or was not. */
export function WhyCard({ item, now, zone, ref, ...acts }: WhyCardProps) {
  const trpc = useTRPC();
  const id = item?.kind === "message" ? item.message.id : null;
  const { data: explained } = useQuery({
    ...trpc.proactive.explain.queryOptions({ id: id ?? "" }),
    enabled: id !== null,
  });
  return (
    <aside
      ref={ref}
      tabIndex={-1}
      aria-label="Why this message"
      className="min-w-0 scroll-mt-16 rounded-md border border-border bg-surface p-(--card-p) lg:sticky lg:top-5"
    >
      <div className="mb-3.5 flex items-baseline gap-3">
        <h2 className="grow text-[15px] leading-[22px] font-semibold tracking-[-0.012em]">
          {item?.kind === "decision" ? "Why none was sent" : "Why this message"}
        </h2>
        {item && (
          <span className="num text-xs text-muted">{formatDayAndTime(new Date(item.at), now, { timeZone: zone })}</span>
        )}
      </div>
      {item === null && (
        <p className="flex gap-2.5 text-sm text-muted">
          <BellRing aria-hidden="true" className="mt-0.5 size-4 flex-none" strokeWidth={1.75} />
          Choose a message, and its reasons stand here.
        </p>
      )}
      {item?.kind === "message" && (
        <WhyMessage
          message={item.message}
          explained={explained?.message.id === item.message.id ? explained : null}
          {...{ now, zone, ...acts }}
        />
      )}
      {item?.kind === "preview" && (
        <>
          <Quote>{item.preview.words}</Quote>
          <dl className="grid gap-3">
            <Reason term="Because">{BECAUSE[item.preview.rule]}</Reason>
            <Reason term="Topic">{item.preview.topic}</Reason>
            {item.letterAt && (
              <Reason term="How it comes">In the one letter of that day, with all else that waits.</Reason>
            )}
            <Rules reasons={item.preview.reasons} now={now} zone={zone} />
            <Reason term="Still open">
              {item.preview.outcome === "told"
                ? "The model is asked in that hour, and may find that it is not worth a message."
                : "Something more urgent has that hour; it may have to wait or be left out."}
            </Reason>
          </dl>
        </>
      )}
      {item?.kind === "decision" && (
        <dl className="grid gap-3">
          <Rules reasons={item.decision.reasons} now={now} zone={zone} />
          {item.decision.model && <Reason term="Asked">{item.decision.model}</Reason>}
        </dl>
      )}
    </aside>
  );
}

function Rules({
  reasons,
  now,
  zone,
}: {
  reasons: readonly { rule: string; said: string }[];
  now: Date;
  zone: string;
}) {
  return (
    <Reason term="What each rule said">
      <ul className="grid gap-1">
        {reasons.map(({ rule, said }) => (
          <li key={rule}>{withTimes(said, now, zone)}</li>
        ))}
      </ul>
    </Reason>
  );
}
