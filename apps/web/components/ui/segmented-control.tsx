import { useId } from "react";
import { cx } from "./cx.ts";

type SegmentedControlProps<Value extends string> = {
  /** What is chosen here, for assistive technology. */
  label: string;
  options: readonly { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
  className?: string;
};

/** A few choices of which one holds. Radio buttons beneath, so arrows and forms work. */
export function SegmentedControl<Value extends string>({
  label,
  options,
  value,
  onChange,
  className,
}: SegmentedControlProps<Value>) {
  const name = useId();
  return (
    <fieldset className={cx("inline-flex rounded-[9px] bg-active p-0.5", className)}>
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="inline-flex min-h-[26px] flex-auto cursor-pointer items-center justify-center rounded-sm px-[11px] text-xs font-medium whitespace-nowrap text-text-2 has-checked:bg-raised has-checked:text-text has-checked:shadow-xs has-focus-visible:shadow-focus hover:text-text max-md:min-h-9 pointer-coarse:min-h-10"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="sr-only"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
