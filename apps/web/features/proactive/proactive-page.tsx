"use client";

import type { ReactNode } from "react";
import { Page, PageTitle } from "@/components/ui/page.tsx";
import { formatSum } from "@/format/format-sum.ts";
import { HistoryCard } from "./history-card.tsx";
import { LimitsCard } from "./limits-card.tsx";
import { NotThere } from "./not-there.tsx";
import { OptIn, Snoozed } from "./opt-in.tsx";
import { QuietCard } from "./quiet-card.tsx";
import { SchedulesCard } from "./schedules-card.tsx";
import { itemsAhead, itemsPast, messageItem, weekAhead, withMessage } from "./timeline.ts";
import { TopicsCard } from "./topics-card.tsx";
import { useAddressed } from "./use-addressed.ts";
import { useChoice } from "./use-choice.ts";
import { useNow } from "./use-now.ts";
import { type ProactiveStart, useProactive } from "./use-proactive.ts";
import { useSeen } from "./use-seen.ts";
import { WeekCard } from "./week-card.tsx";
import { WhyCard } from "./why-card.tsx";

const TIMES = ["", "once", "twice"];

/** What PROCODE may write unasked, what it is going to write, what it wrote, and why. */
export function ProactivePage({
  hasEmail,
  emailNeeds,
  ...start
}: ProactiveStart & { hasEmail: boolean; emailNeeds: ReactNode }) {
  const proactive = useProactive(start);
  const { settings, schedules, preview, isLinked, update, snooze, judge, ...change } = proactive;
  const now = useNow(start.preview.from);
  const addressed = useAddressed(proactive.history);
  const found = addressed.state === "found" ? addressed.message : null;
  const history = found ? withMessage(proactive.history, found) : proactive.history;
  const { chosen, openedKey, choose, why } = useChoice(found && messageItem(found));
  useSeen(history);
  const { zone, caps, topics, quietHours, snoozedUntil, optedInAt } = settings;
  const ahead = itemsAhead(history, preview);
  const past = itemsPast(history, "all");
  const days = weekAhead(ahead, { preview, from: now, dateOf: (at) => isoDay(at, zone) });
  const next = ahead.find(({ at }) => Date.parse(at) > now.getTime()) ?? null;
  // What was chosen may have moved on since.
  const shown = [...ahead, ...past].find(({ key }) => key === chosen?.key) ?? chosen ?? next ?? past[0] ?? null;
  const seen = [...history.messages, ...preview.items].map(({ topic }) => topic);
  const most = TIMES[caps.perDay] ?? `${caps.perDay} times`;

  const switchTo = (optedIn: boolean) => {
    // Whoever switches it on for the first time sleeps where the browser is.
    const isFirst = settings.version === 0 && zone === "UTC";
    update({ optedIn, ...(isFirst && { zone: new Intl.DateTimeFormat().resolvedOptions().timeZone }) });
  };

  return (
    <Page>
      <PageTitle title="Writes first" actions={<OptIn settings={settings} isLinked={isLinked} onChange={switchTo} />}>
        PROCODE may message you without being asked, at most {most} a day, about the topics below. It reads your memory
        and what you wrote to decide. It never writes in quiet hours, and each message says why it came.
      </PageTitle>
      <NotThere addressed={addressed} />
      {snoozedUntil && optedInAt && Date.parse(snoozedUntil) > now.getTime() && (
        <Snoozed until={snoozedUntil} now={now} zone={zone} onEnd={() => snooze({ until: null })} />
      )}
      <div className="grid gap-5 lg:grid-cols-2">
        <QuietCard
          {...{ quietHours, zone, now }}
          nextAt={next && new Date(next.at)}
          onChange={(hours) => update({ quietHours: hours })}
          onZone={(wanted) => update({ zone: wanted })}
        />
        <TopicsCard topics={topics} seen={seen} onChange={(wanted) => update({ topics: wanted })} />
      </div>
      <div className="my-5">
        <WeekCard
          days={days}
          zone={zone}
          isOn={optedInAt !== null}
          budget={formatSum(settings.budgetUsd)}
          chosen={shown?.key ?? null}
          onChoose={choose}
        />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_312px]">
        <HistoryCard
          {...{ history, judge, snooze, now, zone, openedKey }}
          chosen={chosen?.key ?? null}
          onChoose={choose}
        />
        <WhyCard ref={why} item={shown} {...{ history, judge, snooze, now, zone }} />
      </div>
      <div className="mt-5 grid items-start gap-5 lg:grid-cols-2">
        <SchedulesCard
          schedules={schedules}
          addSchedule={change.addSchedule}
          pauseSchedule={change.pauseSchedule}
          removeSchedule={change.removeSchedule}
        />
        <LimitsCard
          isLinked={isLinked}
          hasEmail={hasEmail}
          emailNeeds={emailNeeds}
          caps={caps}
          budgetUsd={settings.budgetUsd}
          channels={settings.channels}
          onChange={update}
        />
      </div>
    </Page>
  );
}

const isoDay = (at: Date, timeZone: string): string => new Intl.DateTimeFormat("en-CA", { timeZone }).format(at);
