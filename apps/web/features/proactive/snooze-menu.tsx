"use client";

import type { SnoozeProactiveInput } from "@procode/contracts";
import { AlarmClock } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/button.tsx";
import { DropdownMenu, type MenuTrigger } from "@/components/ui/dropdown-menu.tsx";
import { iconButtonClass } from "@/components/ui/icon-button.tsx";
import { SNOOZES } from "./proactive-words.ts";

type SnoozeMenuProps = { onSnooze: (input: SnoozeProactiveInput) => void; iconOnly?: boolean };

/** Three lengths of silence behind one button. */
export function SnoozeMenu({ onSnooze, iconOnly = false }: SnoozeMenuProps) {
  const items = SNOOZES.map(({ until, label }) => ({ label, onSelect: () => onSnooze({ until }) }));
  const icon: ReactNode = (
    <AlarmClock aria-hidden="true" className={iconOnly ? undefined : "size-3.5"} strokeWidth={1.75} />
  );
  const draw = (trigger: MenuTrigger) =>
    iconOnly ? (
      <button {...trigger} type="button" aria-label="Snooze" data-tip="Snooze" className={iconButtonClass()}>
        {icon}
      </button>
    ) : (
      <button {...trigger} type="button" className={buttonClass()}>
        {icon}
        Snooze
      </button>
    );
  return <DropdownMenu items={items}>{draw}</DropdownMenu>;
}
