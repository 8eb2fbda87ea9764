"use client";

import { ChevronsUpDown, LogOut, Settings } from "lucide-react";
import { useRouter } from "next/navigation";
import { signOut } from "@/browser/sign-out.ts";
import { cx } from "@/components/ui/cx.ts";
import { DropdownMenu } from "@/components/ui/dropdown-menu.tsx";
import { showToast } from "@/components/ui/toast.tsx";

/** Who is signed in, and the way out. */
export function AccountRow({ account, rail = false }: { account: { name: string; email: string }; rail?: boolean }) {
  const router = useRouter();
  const shown = account.name || account.email;
  const leave = () => {
    signOut().catch((error: Error) => showToast(error.message));
  };
  return (
    <DropdownMenu
      align="start"
      side="top"
      items={[
        { label: "Settings", icon: Settings, onSelect: () => router.push("/settings") },
        { label: "Sign out", icon: LogOut, apart: true, onSelect: leave },
      ]}
    >
      {(trigger) => (
        <button
          {...trigger}
          type="button"
          aria-label={`Account: ${shown}`}
          className={cx(
            "flex items-center gap-2 rounded-sm text-start hover:bg-hover aria-expanded:bg-active",
            rail ? "p-1" : "-mx-1.5 min-h-9 px-1.5 max-md:min-h-11",
          )}
        >
          <span
            aria-hidden="true"
            className="grid size-[26px] flex-none place-items-center rounded-full bg-accent text-2xs font-semibold text-on-accent"
          >
            {initials(shown)}
          </span>
          {!rail && (
            <>
              <span className="min-w-0 grow truncate text-sm font-medium">{shown}</span>
              <ChevronsUpDown aria-hidden="true" className="size-3.5 text-muted" strokeWidth={1.75} />
            </>
          )}
        </button>
      )}
    </DropdownMenu>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s@._-]+/).filter((word) => word !== "");
  return words
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toUpperCase();
}
