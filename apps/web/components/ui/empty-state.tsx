import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type EmptyStateProps = {
  icon: LucideIcon;
  title: string /** One step that fills it. */;
  children: ReactNode;
  action?: ReactNode;
};

/** Nothing here yet, and what to do about it. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="mx-auto grid max-w-[44ch] justify-items-center gap-1.5 px-4 py-12 text-center">
      <Icon aria-hidden="true" strokeWidth={1.75} className="mb-2 size-4 text-muted" />
      <p className="text-md font-medium">{title}</p>
      <div className="text-sm text-muted">{children}</div>
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
