"use client";

import { CalendarClock, Pause, Play, Plus, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Section } from "@/components/ui/page.tsx";
import { daysOf, WEEKDAYS } from "./proactive-words.ts";
import { TimeField } from "./time-field.tsx";
import type { Proactive } from "./use-proactive.ts";

type SchedulesCardProps = Pick<Proactive, "schedules" | "addSchedule" | "pauseSchedule" | "removeSchedule">;
const LONGEST = { words: 200, topic: 60 };

/** What the person ordered for days and times of their own. */
export function SchedulesCard({ schedules, addSchedule, pauseSchedule, removeSchedule }: SchedulesCardProps) {
  const [adding, setAdding] = useState(false);
  return (
    <Section
      title="At times of your own"
      hint="Ordered ones come at their time beside your limits, whatever their topic’s slider says, unless it is muted or you snooze."
      aside={
        <Button look="ghost" className="-my-1.5 -me-2" aria-expanded={adding} onClick={() => setAdding(!adding)}>
          <Plus aria-hidden="true" className="size-3.5" strokeWidth={1.75} />
          Add
        </Button>
      }
    >
      {adding && <NewSchedule addSchedule={addSchedule} onAdded={() => setAdding(false)} />}
      {schedules.length === 0 && !adding && (
        <p className="flex gap-2.5 text-sm text-muted">
          <CalendarClock aria-hidden="true" className="mt-0.5 size-4 flex-none" strokeWidth={1.75} />
          None yet. For example: every weekday at 08:00, my plan for the day.
        </p>
      )}
      <ul>
        {schedules.map(({ id, words, weekdays, at, pausedAt }) => (
          <li key={id} className="flex min-h-11 items-center gap-3 border-b border-border text-sm last:border-0">
            <span className="min-w-0 grow truncate font-medium">{words}</span>
            <span className="num text-xs whitespace-nowrap text-muted">
              {pausedAt !== null && "Paused · "}
              {daysOf(weekdays)}, {at}
            </span>
            <IconButton
              label={pausedAt === null ? `Pause ${words}` : `Let ${words} go on`}
              onClick={() => pauseSchedule(id, pausedAt === null)}
            >
              {pausedAt === null ? (
                <Pause aria-hidden="true" strokeWidth={1.75} />
              ) : (
                <Play aria-hidden="true" strokeWidth={1.75} />
              )}
            </IconButton>
            <IconButton label={`Remove ${words}`} onClick={() => removeSchedule(id)}>
              <Trash2 aria-hidden="true" strokeWidth={1.75} />
            </IconButton>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function NewSchedule({ addSchedule, onAdded }: Pick<Proactive, "addSchedule"> & { onAdded: () => void }) {
  const [weekdays, setWeekdays] = useState([1, 2, 3, 4, 5]);
  const [at, setAt] = useState("08:00");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const words = String(form.get("words") ?? "").trim();
    const topic = words.slice(0, LONGEST.topic);
    addSchedule.mutate({ words, topic, weekdays, at }, { onSuccess: onAdded });
  };
  const toggle = (day: number) =>
    setWeekdays((before) => (before.includes(day) ? before.filter((one) => one !== day) : [...before, day]));
  return (
    <form onSubmit={submit} className="mb-3 grid gap-3 rounded-[9px] bg-hover p-3">
      <Field label="What to tell you" error={addSchedule.error?.message}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            required
            name="words"
            maxLength={LONGEST.words}
            placeholder="My plan for the day"
          />
        )}
      </Field>
      <div className="flex flex-wrap items-end gap-3">
        <fieldset className="flex flex-wrap gap-1">
          <legend className="mb-1.5 text-sm font-medium">On</legend>
          {WEEKDAYS.map((name, index) => (
            <label
              key={name}
              className="relative inline-grid min-h-(--control-h) min-w-9 cursor-pointer place-items-center rounded-sm border border-border bg-surface px-1.5 text-xs text-text-2 has-checked:border-ink has-checked:bg-ink has-checked:text-on-ink has-focus-visible:shadow-focus pointer-coarse:min-h-11"
            >
              <input
                type="checkbox"
                checked={weekdays.includes(index + 1)}
                onChange={() => toggle(index + 1)}
                aria-label={name}
                className="sr-only"
              />
              <span aria-hidden="true">{name.slice(0, 2)}</span>
            </label>
          ))}
        </fieldset>
        <TimeField label="At" className="w-[116px]" value={at} onChange={setAt} />
        <Button
          type="submit"
          look="primary"
          busy={addSchedule.isPending}
          disabledReason={weekdays.length === 0 ? "Choose a day first." : undefined}
        >
          Add
        </Button>
      </div>
    </form>
  );
}
