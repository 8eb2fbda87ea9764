import type { Metadata } from "next";
import { FullPage } from "@/components/full-page.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <FullPage title="There is nothing at this address" href="/dashboard" link="Go to your conversations">
      It may have been removed, or the link is not whole. Your conversations are untouched.
    </FullPage>
  );
}
