import { cx } from "./cx.ts";

/** One bar of a skeleton. Give it the size of the words that come. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx("block h-3 animate-skeleton rounded-[5px] bg-active", className)} />;
}

/** Wraps a skeleton: says that it loads, and shows itself only after 150 ms, so that fast pages never blink. */
export function SkeletonPage({
  label,
  children,
  className,
}: {
  label: string;
  children: React.ReactNode;
  className?: string;
}) {
  return (
    <div role="status" aria-label={label} className={cx("animate-late", className)}>
      {children}
    </div>
  );
}
