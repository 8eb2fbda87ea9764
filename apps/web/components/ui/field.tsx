import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cx } from "./cx.ts";

type FieldControl = { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined };
type FieldProps = {
  label: ReactNode;
  /** One line that helps before anything is wrong. */
  hint?: ReactNode;
  /** One sentence: what is wrong and what would be right. */
  error?: string | undefined;
  /** Stands at the end of the label's line, such as a counter. */
  aside?: ReactNode;
  className?: string;
  children: (control: FieldControl) => ReactNode;
};

/** Label, control, hint and error, tied together for assistive technology. */
export function Field({ label, hint, error, aside, className, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = cx(error ? errorId : null, hint ? hintId : null) || undefined;
  return (
    <div className={cx("grid gap-1.5", className)}>
      <div className="flex items-baseline gap-3">
        <label htmlFor={id} className="grow text-sm font-medium">
          {label}
        </label>
        {aside}
      </div>
      {children({ id, "aria-describedby": describedBy, "aria-invalid": error ? true : undefined })}
      {error && (
        <p id={errorId} className="flex gap-1.5 text-sm text-danger">
          <CircleAlert aria-hidden="true" className="mt-[3px] size-3.5 flex-none" />
          {error}
        </p>
      )}
      {hint && (
        <p id={hintId} className="text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
