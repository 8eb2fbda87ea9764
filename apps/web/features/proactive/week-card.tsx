"use client";

import { cx } from "@/components/ui/cx.ts";
import { formatTime } from "@/format/format-when.ts";
import { Mail } from "lucide-react";
import { Fragment } from "react";
import { type Arrival, arrivalsOf, type Day, type Item, wordsOf } from "./timeline.ts";

type WeekCardProps = {
  days: Day[];
  zone: string;
  /** Whether anything may be written at all. */
  isOn: boolean;
  budget: string;
  chosen: string | null;
  onChoose: (item: Item) => void;
};

const WEEKDAY = new Intl.DateTimeFormat("en-GB", { weekday: "short", timeZone: "UTC" });

/** The preview of the next seven days. What a box of dashes holds depends on what happens until then. */
export function WeekCard({ days, zone, isOn, budget, chosen, onChoose }: WeekCardProps) {
  return (
    <section
      aria-label="The next seven days"
      className="@container overflow-hidden rounded-md border border-border bg-surface"
    >
      <div className="flex flex-wrap items-baseline gap-x-2.5 px-[18px] pt-[15px] pb-[13px]">
        <h2 className="text-[15px] leading-[22px] font-semibold tracking-[-0.012em]">The next seven days</h2>
        <p className="grow text-sm text-muted">{hintOf(days, isOn)}</p>
        <p className="num text-sm text-muted">up to {budget} a month</p>
      </div>
      <ol className="border-t border-border @4xl:grid @4xl:grid-cols-7">
        {days.map(({ date, planned, held }, index) => (
          <li
            key={date}
            className="min-w-0 gap-2 border-border px-3 pt-3 pb-3.5 not-last:border-b @max-4xl:grid @max-4xl:grid-cols-[62px_minmax(0,1fr)] @4xl:flex @4xl:min-h-[176px] @4xl:flex-col @4xl:not-last:border-e @4xl:not-last:border-b-0"
          >
            <h3 className="flex items-center gap-[5px] self-start text-xs font-medium text-muted">
              {WEEKDAY.format(new Date(`${date}T12:00:00Z`))}
              <b
                className={cx(
                  "num font-semibold",
                  index === 0 ? "rounded-[5px] bg-accent px-[5px] text-on-accent" : "text-text",
                )}
              >
                {Number(date.slice(8))}
              </b>
            </h3>
            <div className="grid min-w-0 content-start gap-2">
              {arrivalsOf(planned).map((arrival) => (
                <Coming key={arrival.items[0]?.key} {...arrival} {...{ zone, chosen, onChoose }} />
              ))}
              {planned.length === 0 && <p className="text-xs text-muted">Nothing planned</p>}
              {held > 0 && <p className="text-xs text-muted">{held} held back</p>}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

function hintOf(days: readonly Day[], isOn: boolean): string {
  const planned = days.flatMap((day) => day.planned);
  if (!isOn) return "It is off: nothing is planned, and nothing is written.";
  if (planned.length === 0) return "No message planned this week. Order one below, or leave it quiet.";
  const hasLetters = arrivalsOf(planned).some(({ letterAt }) => letterAt !== null);
  const told = "What it plans to send. Dashed ones depend on what happens.";
  return hasLetters ? `${told} A letter brings all that waits for it.` : told;
}

type ComingProps = Arrival & Pick<WeekCardProps, "zone" | "chosen" | "onChoose">;

/** One message, or a letter with all that it brings. */
function Coming({ letterAt, items, zone, chosen, onChoose }: ComingProps) {
  const time = formatTime(new Date(letterAt ?? items[0]?.at ?? 0), { timeZone: zone });
  const draw = (item: Item) => (
    <Planned
      item={item}
      time={letterAt === null ? time : null}
      isChosen={item.key === chosen}
      onChoose={() => onChoose(item)}
    />
  );
  if (letterAt === null) return items.map((item) => <Fragment key={item.key}>{draw(item)}</Fragment>);
  return (
    <div className="min-w-0 rounded-[11px] border border-border p-[3px]">
      <p className="flex items-center gap-[5px] px-1.5 pt-1 pb-1.5 text-xs leading-4 text-muted">
        <span className="num font-medium text-text">{time}</span>
        <span className="@4xl:sr-only">{items.length === 1 ? "Letter" : `Letter of ${items.length}`}</span>
        <Mail aria-hidden="true" className="ms-auto size-3.5 flex-none" strokeWidth={1.75} />
      </p>
      <ul aria-label={`Letter at ${time}`} className="grid gap-1">
        {items.map((item) => (
          <li key={item.key} className="min-w-0">
            {draw(item)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** `time`: null where a letter says it for all that it brings. */
type PlannedProps = { item: Item; time: string | null; isChosen: boolean; onChoose: () => void };

function Planned({ item, time, isChosen, onChoose }: PlannedProps) {
  const depends = item.kind === "preview";
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={cx(
        "block w-full min-w-0 rounded-[8px] px-[9px] pt-[7px] pb-2 text-start text-xs leading-4 text-text-2",
        isChosen && "bg-accent-soft shadow-[inset_0_0_0_1.5px_var(--accent-line)]",
        !isChosen &&
          (depends
            ? "outline-1 -outline-offset-1 outline-control-line outline-dashed hover:bg-hover"
            : "bg-hover hover:bg-active"),
      )}
    >
      {time && <span className="num mb-px block font-medium text-text">{time}</span>}
      {depends && <span className="sr-only">Depends on what happens: </span>}
      <span className="line-clamp-3 break-words">{wordsOf(item)}</span>
    </button>
  );
}
