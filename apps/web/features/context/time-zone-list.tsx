"use client";

import { Command } from "cmdk";
import { Check, Search } from "lucide-react";
import { Dialog } from "@/components/ui/dialog.tsx";
import { browserNow } from "@/browser/browser-clock.ts";

type TimeZoneListProps = {
  value: string;
  guess: string | undefined;
  onChoose: (zone: string) => void;
  onClose: () => void;
};

/** Every zone that the browser knows, with its difference to UTC now. */
export default function TimeZoneList({ value, guess, onChoose, onClose }: TimeZoneListProps) {
  const now = new Date(browserNow());
  const zones = Intl.supportedValuesOf("timeZone");
  const first = [...new Set([value, guess ?? "", "UTC"])].filter((zone) => zone !== "");
  const option = (zone: string) => (
    <Command.Item
      key={zone}
      value={zone}
      keywords={[zone.replaceAll(/[/_]/g, " ")]}
      onSelect={() => onChoose(zone)}
      className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 text-sm aria-selected:bg-active max-md:min-h-11"
    >
      <span className="min-w-0 grow truncate">{zone.replaceAll("_", " ")}</span>
      {zone === value && <Check aria-hidden="true" className="size-4" strokeWidth={1.75} />}
      <span className="num text-xs text-muted">{offset(zone, now)}</span>
    </Command.Item>
  );
  return (
    <Dialog bare open onClose={onClose} title="Time zone" className="max-w-[420px]">
      <Command label="Time zone" className="flex max-h-[min(440px,70dvh)] flex-col">
        <div className="flex h-12 flex-none items-center gap-2.5 border-b border-border px-4">
          <Search aria-hidden="true" className="size-4 flex-none" strokeWidth={1.75} />
          <Command.Input
            placeholder="Search a city or region"
            className="min-w-0 grow bg-transparent text-[16px] outline-none focus-visible:shadow-none"
          />
        </div>
        <Command.List className="min-h-0 grow overflow-y-auto overscroll-contain p-1.5">
          <Command.Empty className="px-4 py-8 text-center text-sm text-muted">No zone is called that.</Command.Empty>
          <Command.Group className="mb-1 border-b border-border pb-1">{first.map(option)}</Command.Group>
          <Command.Group>{zones.filter((zone) => !first.includes(zone)).map(option)}</Command.Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}

function offset(zone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(now);
  return (parts.find(({ type }) => type === "timeZoneName")?.value ?? "").replace("GMT", "UTC");
}
