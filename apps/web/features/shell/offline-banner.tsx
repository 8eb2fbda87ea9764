"use client";

import { WifiOff } from "lucide-react";
import { useOnline } from "@/browser/use-online.ts";
import { Banner } from "@/components/ui/banner.tsx";

export function OfflineBanner() {
  if (useOnline()) return null;
  return (
    <Banner icon={WifiOff}>
      You are offline. Everything here can be read, and what you write is sent once when you are back.
    </Banner>
  );
}
