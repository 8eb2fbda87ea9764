"use client";

import { useMutation } from "@tanstack/react-query";
import { ThemeToggle } from "../theme-toggle.tsx";
import { useTRPC } from "@/trpc/client.tsx";

/** The toggle of a signed-in person: other devices follow at their next sign-in. */
export function AccountThemeToggle() {
  const trpc = useTRPC();
  const save = useMutation(trpc.account.updateSettings.mutationOptions());
  return <ThemeToggle onChange={(theme) => save.mutate({ theme })} />;
}
