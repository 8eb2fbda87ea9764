"use client";

import { CircleHelp } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { cx } from "@/components/ui/cx.ts";
import { Select } from "@/components/ui/select.tsx";
import { formatDayAndTime } from "@/format/format-when.ts";
import { HISTORY_GROUPS, type HistoryGroup, withTimes } from "./proactive-words.ts";
import { SnoozeMenu } from "./snooze-menu.tsx";
import { StateBadge } from "./state-badge.tsx";
import { Thumbs } from "./thumbs.tsx";
import { type Item, itemsPast, stateOf, thumbOf, wordsOf } from "./timeline.ts";
import type { Proactive } from "./use-proactive.ts";

type HistoryCardProps = Pick<Proactive, "history" | "judge" | "snooze"> & {
  now: Date;
  zone: string;
  chosen: string | null;
  /** Which the address names: it is shown however far down it stands. */
  openedKey: string | null;
  onChoose: (item: Item) => void;
};
const PAGE = 12;

/** What came, what did not, and what became of it. */
export function HistoryCard({ history, judge, snooze, now, zone, chosen, openedKey, onChoose }: HistoryCardProps) {
  const [group, setGroup] = useState<HistoryGroup | "all">("all");
  const [wanted, setWanted] = useState(PAGE);
  const [shownFor, setShownFor] = useState(openedKey);
  if (shownFor !== openedKey) {
    setShownFor(openedKey);
    setGroup("all");
  }
  const items = itemsPast(history, group);
  const most = Math.max(wanted, items.findIndex(({ key }) => key === openedKey) + 1);
  const isUnsure = items.slice(0, most).some((item) => stateOf(item) === "uncertain");
  return (
    <section
      aria-label="History"
      className="@container flex min-w-0 flex-col rounded-md border border-border bg-surface"
    >
      <div className="flex items-center gap-3 px-[18px] pt-[13px] pb-[11px]">
        <h2 className="grow text-[15px] leading-[22px] font-semibold tracking-[-0.012em]">History</h2>
        <Select
          aria-label="Which statuses"
          value={group}
          onChange={({ target }) =>
            setGroup(HISTORY_GROUPS.find(({ value }) => value === target.value)?.value ?? "all")
          }
        >
          {HISTORY_GROUPS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </div>
      <ul className="border-t border-border">
        {items.slice(0, most).map((item) => (
          <li
            key={item.key}
            className={cx(
              "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 border-b border-border px-4 py-2.5 text-sm last:border-0 @xl:min-h-12 @xl:grid-cols-[104px_minmax(0,1fr)_104px_92px] @xl:gap-x-3.5 @xl:px-[18px] @xl:py-1.5",
              item.key === chosen && "bg-hover",
            )}
          >
            <span className="num text-xs text-muted @max-xl:row-start-2">
              {formatDayAndTime(new Date(item.at), now, { timeZone: zone })}
            </span>
            <button
              type="button"
              id={item.kind === "message" ? item.key : undefined}
              aria-pressed={item.key === chosen}
              onClick={() => onChoose(item)}
              className="relative min-w-0 rounded-xs text-start after:absolute after:-inset-y-2.5 after:inset-x-0 hover:underline @max-xl:row-start-1"
            >
              <span className="line-clamp-2 break-words">{withTimes(wordsOf(item), now, zone)}</span>
            </button>
            <span className="@max-xl:row-span-2 @max-xl:row-start-1">
              <StateBadge state={stateOf(item)} />
            </span>
            {item.kind === "message" && (
              <span className="flex justify-end @max-xl:hidden">
                <Thumbs given={thumbOf(history, item.key)} onJudge={(kind) => judge(item.key, kind)} />
                <SnoozeMenu iconOnly onSnooze={snooze} />
              </span>
            )}
          </li>
        ))}
        {items.length === 0 && (
          <li className="px-[18px] py-8 text-center text-sm text-muted">
            {group === "all"
              ? "Nothing was written yet. What comes stands here, with what became of it."
              : "None of these."}
          </li>
        )}
      </ul>
      {items.length > most && (
        <div className="border-t border-border px-[18px] py-2.5">
          <Button onClick={() => setWanted(most + PAGE)}>Show more</Button>
        </div>
      )}
      {isUnsure && (
        <p className="mx-3.5 mt-2 mb-3.5 flex gap-[9px] rounded-[9px] bg-hover px-3 py-2.5 text-xs leading-[17px] text-text-2">
          <CircleHelp aria-hidden="true" className="mt-px size-3.5 flex-none" strokeWidth={1.75} />
          <span>
            <b className="font-medium text-text">Uncertain</b> means that it may have been taken: the connection broke
            before that was confirmed. It is not sent twice.
          </span>
        </p>
      )}
    </section>
  );
}
