"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { createBrowserFeed } from "@/browser/feed/create-browser-feed.ts";
import type { OpenFeedLine } from "@/browser/feed/feed-line.ts";
import { holdLock } from "@/browser/hold-lock.ts";
import { useTRPC, useTRPCClient } from "@/trpc/client.tsx";
import { createFeedReader } from "./create-feed-reader.ts";
import { setFeed } from "./current-feed.ts";
import { useFollow } from "./use-follow.ts";

type LiveFeedProps = {
  ownerId: string;
  /** The sequence number that the page was made at. */
  position: string;
  children: ReactNode;
};

/** Keeps everything below as the server has it: what changes anywhere is put into React Query, answers are followed. */
export function LiveFeed({ ownerId, position, children }: LiveFeedProps) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const follow = useFollow();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a later position is known to the feed itself
  useEffect(() => {
    const open: OpenFeedLine = (from, { onItem, onEnd }) => {
      const subscription = client.feed.watch.subscribe(from === null ? {} : { lastEventId: from }, {
        onData: ({ id, data }) => onItem(id, data),
        onError: (error) => onEnd(error.data?.code === "UNAUTHORIZED" ? "signed-out" : "failed"),
        onComplete: () => onEnd("failed"),
      });
      return () => subscription.unsubscribe();
    };
    const name = `procode-feed:${ownerId}`;
    const feed = createBrowserFeed({
      open,
      channel: typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(name),
      lead: (signal, work) => holdLock(name, signal, work),
      // The server then leads to the door, and back here.
      onSignedOut: () => window.location.reload(),
    });
    const isHidden = () => document.visibilityState === "hidden";
    const reader = createFeedReader({ queryClient, trpc, client, follow, isHidden });
    const leave = feed.subscribe(reader.read);
    const onVisible = () => {
      if (isHidden()) return;
      reader.look();
      feed.look();
    };
    document.addEventListener("visibilitychange", onVisible);
    setFeed(feed);
    feed.start(position);
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      setFeed(null);
      leave();
      reader.stop();
      feed.stop();
    };
  }, [ownerId, client, trpc, queryClient, follow]);

  return children;
}
