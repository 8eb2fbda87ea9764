"use client";

import Link from "next/link";
import { useModelName } from "@/components/conversation/use-model-name.ts";
import { Button, buttonClass } from "@/components/ui/button.tsx";
import { formatCost } from "@/format/format-money.ts";
import { BECAUSE, CHANNEL_WORDS, OUTCOME_WORDS, STATE_WORDS, withTimes } from "./proactive-words.ts";
import { Quote, Reason } from "./reason.tsx";
import { SnoozeMenu } from "./snooze-menu.tsx";
import { StateBadge } from "./state-badge.tsx";
import { Thumbs } from "./thumbs.tsx";
import { thumbOf } from "./timeline.ts";
import type { Proactive } from "./use-proactive.ts";

import type { Explained, Written } from "./wire-types.ts";

type WhyMessageProps = Pick<Proactive, "history" | "judge" | "snooze"> & {
  message: Written;
  /** Null until it was fetched. */
  explained: Explained | null;
  now: Date;
  zone: string;
};

/** The reasons of one message, every step that it took, and what a person can say about it. */
export function WhyMessage({ message, explained, history, judge, snooze, now, zone }: WhyMessageProps) {
  const { id, text, rule, facts, why, model, channel, state, conversationId } = message;
  const isLess = history.feedback.some(({ proactiveId, kind }) => proactiveId === id && kind === "less");
  const told = STATE_WORDS[state].group === "delivered";
  return (
    <>
      <Quote>{text}</Quote>
      <dl className="grid gap-3">
        <Reason term="Because">
          {BECAUSE[rule]}
          {facts.map((fact) => (
            <span key={fact.words}>
              {" “"}
              <mark>{fact.words}</mark>”
            </span>
          ))}
        </Reason>
        <Reason term="Topic">{message.topic}</Reason>
        {why && <Reason term="The model’s reason">{why}</Reason>}
        <Reason term="What became of it">
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <StateBadge state={state} />
            {channel && <span className="text-xs text-muted">{CHANNEL_WORDS[channel].by}</span>}
          </span>
          {explained && (
            <ol className="mt-2 grid gap-1 text-xs leading-[17px] text-text-2">
              {explained.moves
                // How it began is what stands above.
                .filter(({ to }) => to !== "candidate")
                .map(({ number, reason }) => (
                  <li key={number}>{withTimes(reason, now, zone)}</li>
                ))}
            </ol>
          )}
        </Reason>
        {explained && tells(explained.attempts) && (
          <Reason term="Attempts">
            <ol className="num grid gap-1">
              {explained.attempts.map(({ attempt, channel: tried, outcome, reason }) => (
                <li key={attempt}>
                  {attempt}. {CHANNEL_WORDS[tried].name}: {OUTCOME_WORDS[outcome]}.
                  {reason && outcome !== "sent" && ` ${withTimes(reason, now, zone)}`}
                </li>
              ))}
            </ol>
          </Reason>
        )}
        {model && (
          <Reason term="Written by">
            <span className="num">
              <ModelName id={model} />
              {explained?.costUsd && `, ${formatCost(explained.costUsd)}`}
            </span>
          </Reason>
        )}
      </dl>
      <div className="mt-[18px] flex flex-wrap items-center gap-2">
        {conversationId && told && (
          <Link href={`/chat/${conversationId}`} className={buttonClass()}>
            Open
          </Link>
        )}
        <SnoozeMenu onSnooze={snooze} />
        <Button
          look="ghost"
          disabledReason={isLess ? "You said so; its topic comes less often." : undefined}
          onClick={() => judge(id, "less")}
        >
          Less of this
        </Button>
        <span className="flex">
          <Thumbs given={thumbOf(history, id)} onJudge={(kind) => judge(id, kind)} />
        </span>
      </div>
    </>
  );
}

function ModelName({ id }: { id: string }) {
  return useModelName(id);
}

/** One that was taken at once is told by the steps above. */
const tells = (attempts: Explained["attempts"]): boolean =>
  attempts.length > 1 || attempts.some(({ outcome }) => outcome !== "sent");
