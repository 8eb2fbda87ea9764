import type { Metadata } from "next";
import { PageBar } from "@/components/shell/app-bar.tsx";
import { ConversationsPage } from "@/features/conversations/conversations-page.tsx";

export const metadata: Metadata = { title: "Conversations" };

export default function Conversations() {
  return (
    <>
      <PageBar title="Conversations" />
      <ConversationsPage />
    </>
  );
}
