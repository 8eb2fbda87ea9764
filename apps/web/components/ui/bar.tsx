import { cx } from "./cx.ts";

type BarProps = {
  /** Share that is used, 0 to 1; more than 1 is drawn as full. */
  share: number;
  /** What it measures, for assistive technology. */
  label: string;
  className?: string;
};
const WARN_FROM = 0.8;

/** A budget: ink, amber from 80 %, red when it is used up. */
export function Bar({ share, label, className }: BarProps) {
  const percent = Math.round(Math.min(Math.max(share, 0), 1) * 100);
  const tone = share >= 1 ? "bg-danger" : share >= WARN_FROM ? "bg-warn" : "bg-ink";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a meter element cannot be drawn alike in every browser
    <div
      role="meter"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className={cx("h-1.5 overflow-hidden rounded-[3px] bg-active", className)}
    >
      <div className={cx("h-full rounded-[3px]", tone)} style={{ width: `${percent}%` }} />
    </div>
  );
}
