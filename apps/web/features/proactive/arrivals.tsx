"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { hearFeed } from "@/components/feed/current-feed.ts";
import { showNews } from "@/components/ui/toast.tsx";
import { useTRPCClient } from "@/trpc/client.tsx";

const LONGEST = 90;

/** A note in the tab that is looked at when a message comes to the web inbox, with the way to it and to its reasons. */
export function Arrivals() {
  const router = useRouter();
  const client = useTRPCClient();
  useEffect(() => {
    async function tell(id: string): Promise<void> {
      const { message } = await client.proactive.explain.query({ id });
      const { channel, text } = message;
      if (channel !== "web") return;
      const open = () => {
        // The page reads the message from its address, which the router changes without telling it.
        if (window.location.pathname === "/proactive") window.location.hash = id;
        else router.push(`/proactive#${id}`);
      };
      showNews(text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text, { label: "Open", run: open });
    }
    return hearFeed((item) => {
      if (item.type !== "changes" || document.visibilityState === "hidden") return;
      for (const { type, payload } of item.events)
        if (type === "ProactiveMessageSent" && payload.status === "sent") void tell(payload.messageId);
    });
  }, [client, router]);
  return null;
}
