"use client";

import type { ProactiveChannel } from "@procode/contracts";
import { ArrowUp } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useId } from "react";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Section } from "@/components/ui/page.tsx";
import { Select } from "@/components/ui/select.tsx";
import { Switch } from "@/components/ui/switch.tsx";
import { CHANNEL_WORDS } from "./proactive-words.ts";
import type { Settings } from "./wire-types.ts";

type Limits = Pick<Settings, "caps" | "budgetUsd" | "channels">;
type LimitsCardProps = Limits & {
  isLinked: boolean;
  hasEmail: boolean;
  /** What has to be done before e-mail can be chosen; null where nothing has. */
  emailNeeds: ReactNode;
  onChange: (change: Partial<Limits>) => void;
};
const A_DAY = [1, 2, 3, 5, 10];
const A_WEEK = [1, 3, 5, 10, 20, 50];
const BUDGETS = ["0.25", "0.5", "1", "2", "5", "10"];
const CHANNELS: readonly ProactiveChannel[] = ["telegram", "web", "email"];

/** By which way, how often at most, and for how much money. */
export function LimitsCard({ isLinked, hasEmail, emailNeeds, caps, budgetUsd, channels, onChange }: LimitsCardProps) {
  // Without a mail server there is no e-mail to choose; who chose it before may still take it out.
  const off = CHANNELS.filter((channel) => !channels.includes(channel) && (channel !== "email" || hasEmail));
  const switchTo = (channel: ProactiveChannel, on: boolean) =>
    onChange({ channels: on ? [...channels, channel] : channels.filter((one) => one !== channel) });
  const moveUp = (index: number) => {
    const [before, moved] = [channels[index - 1], channels[index]];
    if (before && moved) onChange({ channels: channels.with(index - 1, moved).with(index, before) });
  };
  return (
    <Section title="Where, and how much" hint="Each message takes the first way that can be used, and no other.">
      <ol>
        {[...channels, ...off].map((channel, index) => {
          const { name, hint } = CHANNEL_WORDS[channel];
          const isOn = channels.includes(channel);
          const needs = channel === "email" ? emailNeeds : null;
          return (
            <li key={channel} className="flex min-h-[52px] items-center gap-3 border-b py-1.5 border-border text-sm">
              <span aria-hidden="true" className="num w-4 flex-none text-xs text-muted">
                {isOn ? index + 1 : ""}
              </span>
              <span className="min-w-0 grow">
                <span className="block font-medium">{name}</span>
                <span className="block text-xs text-muted">
                  {channel === "telegram" && !isLinked ? (
                    <>
                      Not linked yet, so the next one is taken.{" "}
                      <Link href="/telegram" className="marker-link">
                        Link it
                      </Link>
                    </>
                  ) : (
                    (needs ?? hint)
                  )}
                </span>
              </span>
              {isOn && index > 0 && (
                <IconButton
                  label={`${name} before ${CHANNEL_WORDS[channels[index - 1] ?? channel].name}`}
                  onClick={() => moveUp(index)}
                >
                  <ArrowUp aria-hidden="true" strokeWidth={1.75} />
                </IconButton>
              )}
              {(isOn || needs === null) && (
                <Switch aria-label={name} checked={isOn} onChange={({ target }) => switchTo(channel, target.checked)} />
              )}
            </li>
          );
        })}
      </ol>
      <div className="mt-3.5 grid grid-cols-3 gap-3">
        <Choice
          label="A day, at most"
          value={String(caps.perDay)}
          options={A_DAY.map(String)}
          onChange={(perDay) => onChange({ caps: { ...caps, perDay: Number(perDay) } })}
        />
        <Choice
          label="A week, at most"
          value={String(caps.perWeek)}
          options={A_WEEK.map(String)}
          onChange={(perWeek) => onChange({ caps: { ...caps, perWeek: Number(perWeek) } })}
        />
        <Choice
          label="Thinking, a month"
          value={String(Number(budgetUsd))}
          options={BUDGETS}
          words={(usd) => `$${Number(usd).toFixed(2)}`}
          onChange={(usd) => onChange({ budgetUsd: usd })}
        />
      </div>
      <p className="mt-3 text-xs text-muted">What you order yourself, a reminder or a schedule, comes beside these.</p>
    </Section>
  );
}

type ChoiceProps = {
  label: string;
  value: string;
  options: readonly string[];
  words?: (option: string) => string;
  onChange: (value: string) => void;
};

function Choice({ label, value, options, words = (option) => option, onChange }: ChoiceProps) {
  const id = useId();
  // What code set with a key may be none of these.
  const all = options.includes(value) ? options : [value, ...options];
  return (
    <div className="grid min-w-0 content-between gap-1">
      <label htmlFor={id} className="text-xs text-muted">
        {label}
      </label>
      <Select id={id} value={value} onChange={({ target }) => onChange(target.value)} className="num min-w-0">
        {all.map((option) => (
          <option key={option} value={option}>
            {words(option)}
          </option>
        ))}
      </Select>
    </div>
  );
}
