"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { readTime } from "./read-time.ts";

type TimeFieldProps = {
  label: string;
  /** "08:00" */
  value: string;
  className?: string;
  /** With each key that leaves a time behind. */
  onChange: (time: string) => void;
  /** The field was left, with a time in it. */
  onDone?: () => void;
};
const WRONG = "Write it as 08:00.";

/** A time of the day on a clock of 24 hours: a browser's own field shows AM and PM where the computer is set so. */
export function TimeField({ label, value, className, onChange, onDone }: TimeFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<string>();
  const type = (field: HTMLInputElement) => {
    const time = readTime(field.value);
    // A form that is sent meanwhile stays, and says so.
    field.setCustomValidity(time === null ? WRONG : "");
    setTyped(field.value);
    if (time === null) return;
    setError(undefined);
    onChange(time);
  };
  const leave = () => {
    if (typed !== null && readTime(typed) === null) return setError(WRONG);
    setTyped(null);
    onDone?.();
  };
  return (
    <Field label={label} error={error} {...(className ? { className } : {})}>
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          autoComplete="off"
          placeholder="hh:mm"
          required
          maxLength={7}
          value={typed ?? value}
          onChange={({ target }) => type(target)}
          onBlur={leave}
          className="num"
        />
      )}
    </Field>
  );
}
