import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** A state of the whole app, across its top. */
export function Banner({ icon: Icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <div
      role="status"
      data-banner=""
      className="z-6 flex min-h-10 flex-none items-start gap-2.5 bg-warn-soft px-4 py-2 text-sm text-text md:sticky md:top-0 md:items-center md:px-5 md:py-1.5"
    >
      <Icon aria-hidden="true" strokeWidth={1.75} className="mt-0.5 size-4 flex-none text-warn md:mt-0" />
      <p>{children}</p>
    </div>
  );
}
