"use client";

import type { QuietHours, QuietWindow } from "@procode/contracts";
import { useId, useState } from "react";
import { useHydrated } from "@/browser/use-hydrated.ts";
import { Card } from "@/components/ui/card.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Select } from "@/components/ui/select.tsx";
import { Switch } from "@/components/ui/switch.tsx";
import { formatDayAndTime, formatDayOfWeek, formatTime } from "@/format/format-when.ts";
import { formatDuration } from "@/format/format-duration.ts";
import { minuteOfTime } from "./clock-face.ts";
import { WEEKDAYS } from "./proactive-words.ts";
import { QuietClock } from "./quiet-clock.tsx";
import { TimeField } from "./time-field.tsx";

type QuietCardProps = {
  quietHours: QuietHours;
  zone: string;
  now: Date;
  /** Of the next message; null where none is planned this week. */
  nextAt: Date | null;
  onChange: (quietHours: QuietHours) => void;
  onZone: (zone: string) => void;
};
const NIGHT: QuietWindow = { from: "22:00", to: "07:30" };
const DAY_MS = 86_400_000;

/** The hours in which nothing is written, on a clock, with the next message. */
export function QuietCard({ quietHours: kept, zone, now, nextAt, onChange, onZone }: QuietCardProps) {
  const titleId = useId();
  /** 0 to 6 is one evening, Monday first; null all of them. */
  const [day, setDay] = useState<number | null>(null);
  const [draft, setDraft] = useState<QuietHours | null>(null);
  const quietHours = draft ?? kept;
  const zoned = { timeZone: zone };
  const today = (WEEKDAYS as readonly string[]).indexOf(formatDayOfWeek(now, zoned));
  const window = quietHours[day ?? today] ?? null;
  const isMixed = quietHours.some((one) => one?.from !== window?.from || one?.to !== window?.to);

  const changed = (next: QuietWindow | null): QuietHours =>
    quietHours.map((one, index) => (day === null || index === day ? next : one)) as QuietHours;
  const save = (next: QuietHours) => {
    setDraft(null);
    onChange(next);
  };
  const isSoon = nextAt !== null && nextAt.getTime() - now.getTime() < DAY_MS;
  const time = (end: "from" | "to", label: string) => (
    <TimeField
      label={label}
      className="min-w-0 @sm:flex-1"
      value={window?.[end] ?? ""}
      onChange={(at) => window && setDraft(changed({ ...window, [end]: at }))}
      onDone={() => draft && save(draft)}
    />
  );

  return (
    <Card className="@container flex flex-col gap-4.5">
      <div className="grid items-center gap-x-6 gap-y-4 @sm:grid-cols-[minmax(0,248px)_minmax(152px,1fr)]">
        <QuietClock
          window={window}
          now={minuteOfTime(formatTime(now, zoned))}
          next={isSoon ? minuteOfTime(formatTime(nextAt, zoned)) : null}
          time={formatTime(now, zoned)}
          place={`${cityOf(zone)}, ${WEEKDAYS[today]}`}
          onChange={(next) => setDraft(changed(next))}
          onDone={() => draft && save(draft)}
        />
        <section aria-labelledby={titleId} className="min-w-0">
          <h2 id={titleId} className="text-[15px] leading-[22px] font-semibold tracking-[-0.012em]">
            Quiet hours
          </h2>
          <p className="num mt-1.5 mb-0.5 text-[21px] leading-7 font-semibold tracking-[-0.03em] whitespace-nowrap">
            {window ? `${window.from} to ${window.to}` : "None"}
          </p>
          <p className="text-sm text-muted">
            {zone === "UTC" ? "UTC." : `${zone}, follows summer time.`}
            {window && " Drag either end."}
          </p>
          <ZoneOffer zone={zone} onZone={onZone} />
          <div className="mt-3.5 border-t border-border pt-3.5">
            <p className="flex items-center gap-[7px] text-sm text-muted">
              <i
                aria-hidden="true"
                className="size-[9px] flex-none rounded-full border-[1.5px] border-accent-line bg-accent"
              />
              Next message
            </p>
            <p className="num font-medium">
              {nextAt ? formatDayAndTime(nextAt, now, zoned) : "None planned this week"}
            </p>
            {nextAt && nextAt > now && (
              <p className="num mt-0.5 text-sm text-muted">in {formatDuration(wholeMinutes(nextAt, now))}</p>
            )}
          </div>
        </section>
      </div>
      <div className="mt-auto grid grid-cols-2 items-start gap-x-3 gap-y-2.5 border-t border-border pt-4 @sm:flex">
        <div className="col-span-2 flex min-w-0 items-end gap-3 @sm:flex-[2]">
          <Field label="On" className="min-w-0 grow">
            {(control) => (
              <Select
                {...control}
                value={day ?? "all"}
                onChange={({ target }) => setDay(target.value === "all" ? null : Number(target.value))}
              >
                <option value="all">Every evening</option>
                {WEEKDAYS.map((name, index) => (
                  <option key={name} value={index}>
                    {name} evening
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <span className="flex min-h-(--control-h) items-center">
            <Switch
              aria-label="Quiet hours"
              checked={window !== null}
              onChange={({ target }) => save(changed(target.checked ? NIGHT : null))}
            />
          </span>
        </div>
        {window && time("from", "From")}
        {window && time("to", "Until")}
      </div>
      {day === null && isMixed && (
        <p className="-mt-2 text-xs text-muted">Your evenings differ. A change here sets all seven.</p>
      )}
    </Card>
  );
}

/** The browser is in another zone than the quiet hours: one press takes its. */
function ZoneOffer({ zone, onZone }: Pick<QuietCardProps, "zone" | "onZone">) {
  const here = useHydrated() ? new Intl.DateTimeFormat().resolvedOptions().timeZone : zone;
  if (here === zone) return null;
  return (
    <button
      type="button"
      className="text-start text-xs text-text-2 underline decoration-border-strong underline-offset-2 hover:text-text"
      onClick={() => onZone(here)}
    >
      Use {here}
    </button>
  );
}

/** "Europe/Warsaw" as "Warsaw". */
const cityOf = (zone: string): string => zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;

const wholeMinutes = (at: Date, now: Date): number =>
  Math.max(1, Math.round((at.getTime() - now.getTime()) / 60_000)) * 60_000;
