"use client";

import { loadPart } from "@/browser/load-part.ts";
import { ChevronsUpDown } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useHydrated } from "@/browser/use-hydrated.ts";
import { Field } from "@/components/ui/field.tsx";

const TimeZoneList = lazy(() => loadPart(() => import("./time-zone-list.tsx")));

type TimeZoneFieldProps = { value: string; error: string | undefined; onChange: (zone: string) => void };

/** The zone as a field that opens a list to search, with the browser's own guess one press away. */
export function TimeZoneField({ value, error, onChange }: TimeZoneFieldProps) {
  const [open, setOpen] = useState(false);
  const guess = useHydrated() ? new Intl.DateTimeFormat().resolvedOptions().timeZone : undefined;
  const choose = (zone: string) => {
    setOpen(false);
    onChange(zone);
  };
  const offer = guess && guess !== value && (
    <button
      type="button"
      className="text-xs text-text-2 underline decoration-border-strong underline-offset-2 hover:text-text"
      onClick={() => choose(guess)}
    >
      Use {guess}
    </button>
  );
  return (
    <>
      <Field label="Time zone" error={error} aside={offer}>
        {(control) => (
          <button
            {...control}
            type="button"
            name="timeZone"
            aria-haspopup="dialog"
            aria-label={`Time zone: ${value || "not set"}`}
            onClick={() => setOpen(true)}
            className="field flex min-h-(--control-h) w-full min-w-0 items-center gap-2 rounded-sm px-2.5 text-start text-ui"
          >
            <span className={`grow truncate ${value ? "" : "text-muted"}`}>{value || "Not set"}</span>
            <ChevronsUpDown aria-hidden="true" className="size-3.5 flex-none text-muted" strokeWidth={1.75} />
          </button>
        )}
      </Field>
      {open && (
        <Suspense fallback={null}>
          <TimeZoneList value={value} guess={guess} onChoose={choose} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
