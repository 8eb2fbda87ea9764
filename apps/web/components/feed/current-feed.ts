import type { BrowserFeed } from "../../browser/feed/create-browser-feed.ts";

let current: BrowserFeed | null = null;

/** The feed of this tab, once it watches. */
export function readFeed(): BrowserFeed | null {
  return current;
}

export function setFeed(feed: BrowserFeed | null): void {
  current = feed;
}
