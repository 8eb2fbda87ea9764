"use client";

import { AlarmClock } from "lucide-react";
import { useId } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Switch } from "@/components/ui/switch.tsx";
import { formatDayAndTime } from "@/format/format-when.ts";
import { CHANNEL_WORDS } from "./proactive-words.ts";
import type { Settings } from "./wire-types.ts";

type OptInProps = { settings: Settings; isLinked: boolean; onChange: (on: boolean) => void };

/** The one switch of the page, and in words what it does now. */
export function OptIn({ settings, isLinked, onChange }: OptInProps) {
  const id = useId();
  const first = settings.channels.find((channel) => channel !== "telegram" || isLinked);
  const where = first ? `On, ${CHANNEL_WORDS[first].by}` : "On, but nowhere to send to";
  return (
    <div className="flex items-center gap-2.5">
      <label htmlFor={id} className="text-sm text-text-2">
        {settings.optedInAt ? where : "Off"}
        <span className="sr-only">: let PROCODE write first</span>
      </label>
      <Switch id={id} checked={settings.optedInAt !== null} onChange={({ target }) => onChange(target.checked)} />
    </div>
  );
}

/** Says that nothing is written for now, until when, and ends that. */
export function Snoozed({ until, now, zone, onEnd }: { until: string; now: Date; zone: string; onEnd: () => void }) {
  return (
    <div
      role="status"
      className="mb-5 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-[9px] bg-hover px-3.5 py-2.5 text-sm"
    >
      <AlarmClock aria-hidden="true" className="size-4 flex-none text-muted" strokeWidth={1.75} />
      <p className="num grow">
        Snoozed. Nothing is written first before {formatDayAndTime(new Date(until), now, { timeZone: zone })}.
      </p>
      <Button onClick={onEnd}>End the snooze</Button>
    </div>
  );
}
