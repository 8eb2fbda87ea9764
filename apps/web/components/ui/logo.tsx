import { cx } from "./cx.ts";

/** The mark: two lines of ink, the one between them highlighted. */
export function Glyph({ className = "size-[22px] rounded-[7px]" }: { className?: string }) {
  return (
    <span className={cx("grid flex-none place-items-center bg-(--glyph)", className)}>
      <svg viewBox="0 0 22 22" aria-hidden="true" className="size-full">
        <rect x="5" y="5.1" width="8.5" height="2.1" rx="1.05" fill="var(--glyph-line)" />
        <rect x="4" y="9" width="14" height="4" rx="1.4" fill="var(--accent)" />
        <rect x="5" y="14.8" width="6" height="2.1" rx="1.05" fill="var(--glyph-line)" />
      </svg>
    </span>
  );
}

export function Logo() {
  return (
    <span className="flex items-center gap-[9px] text-md font-semibold tracking-[0.015em]">
      <Glyph />
      PROCODE
    </span>
  );
}
