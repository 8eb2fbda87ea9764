"use client";

import type { Theme } from "@procode/contracts";
import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { type Appearance, applyAppearance } from "@/components/appearance.ts";
import { SegmentedControl } from "@/components/ui/segmented-control.tsx";
import { Switch } from "@/components/ui/switch.tsx";
import { showToast } from "@/components/ui/toast.tsx";
import { useTRPC } from "@/trpc/client.tsx";

const THEMES: { value: Theme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

/** Shown at once; kept on this device, and in the account for the next one. */
export function AppearanceForm({ initial }: { initial: Appearance }) {
  const [{ theme, density }, setAppearance] = useState(initial);
  const compactId = useId();
  const trpc = useTRPC();
  const save = useMutation(
    trpc.account.updateSettings.mutationOptions({
      onError: () => showToast("This device keeps the choice; the account could not be reached."),
    }),
  );
  const change = (next: Partial<Appearance>) => {
    setAppearance((before) => ({ ...before, ...next }));
    applyAppearance(next);
    save.mutate(next);
  };
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <span aria-hidden="true" className="grow text-sm font-medium">
          Theme
        </span>
        <SegmentedControl
          label="Theme"
          options={THEMES}
          value={theme}
          onChange={(value) => change({ theme: value })}
          className="max-sm:w-full"
        />
      </div>
      <div className="flex items-center gap-4 border-t border-border pt-4">
        <label htmlFor={compactId} className="grow text-sm font-medium">
          Compact rows
          <span className="block font-normal text-muted">More on the screen. Phones and touch stay roomy.</span>
        </label>
        <Switch
          id={compactId}
          checked={density === "compact"}
          onChange={(event) => change({ density: event.target.checked ? "compact" : "comfortable" })}
        />
      </div>
    </div>
  );
}
