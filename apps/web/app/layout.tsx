import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { readAppearance } from "@/components/appearance.ts";
import "./globals.css";

// Every answer carries the nonce of its own policy, so no page can be made ahead.
export const dynamic = "force-dynamic";

export const metadata: Metadata = {
  title: { default: "One assistant, everywhere · PROCODE", template: "%s · PROCODE" },
  description: "One AI assistant that shows what it used and what it cost.",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  colorScheme: "light dark",
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const { theme, density } = readAppearance((name) => jar.get(name)?.value);
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme} data-density={density}>
      <body>{children}</body>
    </html>
  );
}
