import type { BrowserFeed } from "../../browser/feed/create-browser-feed.ts";
import type { WireFeedItem } from "../../browser/feed/feed-line.ts";

let current: BrowserFeed | null = null;
const listeners = new Set<(item: WireFeedItem) => void>();

/** The feed of this tab, once it watches. */
export function readFeed(): BrowserFeed | null {
  return current;
}

export function setFeed(feed: BrowserFeed | null): void {
  current = feed;
  feed?.subscribe((item) => {
    for (const listener of listeners) listener(item);
  });
}

/** Hears each item of whatever feed this tab has or will have; what is returned ends it. */
export function hearFeed(listener: (item: WireFeedItem) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
