import type { CSSProperties } from "react";

type SliderProps = {
  label: string;
  /** What each step is called, from left to right. */
  steps: readonly string[];
  /** Which of them holds. */
  value: number;
  onChange: (value: number) => void;
};

/** A few named steps in a row; the browser's own range beneath, so that keys and touch work. */
export function Slider({ label, steps, value, onChange }: SliderProps) {
  const last = steps.length - 1;
  const filled = { "--filled": `${Math.round((value / last) * 100)}%` } as CSSProperties;
  return (
    <input
      type="range"
      min={0}
      max={last}
      step={1}
      value={value}
      onChange={({ target }) => onChange(Number(target.value))}
      aria-label={label}
      aria-valuetext={steps[value]}
      style={filled}
      className="slider"
    />
  );
}
