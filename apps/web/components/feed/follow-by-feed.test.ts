import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BrowserFeed } from "../../browser/feed/create-browser-feed.ts";
import type { WireFeedItem } from "../../browser/feed/feed-line.ts";
import { followByFeed } from "./follow-by-feed.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function follow() {
  const listeners = new Set<(item: WireFeedItem) => void>();
  const feed: Pick<BrowserFeed, "subscribe"> = {
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const parts: string[] = [];
  const lines = { opened: 0, left: 0 };
  const leave = followByFeed(feed as BrowserFeed, {
    generationId: "g",
    onPart: (id, part) => parts.push(`${id} ${part.type}`),
    openOwnLine() {
      lines.opened++;
      return () => void lines.left++;
    },
  });
  const say = (item: WireFeedItem) => {
    for (const listener of [...listeners]) listener(item);
  };
  return { say, parts, lines, leave, listeners };
}

const part = (generationId: string, offset: number): WireFeedItem => ({
  type: "answer",
  ...{ generationId, conversationId: "c", messageId: "m", offset },
  part: { type: "delta", text: "x" },
});
const ended = {
  type: "changes",
  events: [{ type: "AIResponseGenerated", payload: { generationId: "g" } }],
} as unknown as WireFeedItem;

describe("an answer followed by the feed", () => {
  it("opens no line of its own while the feed tells of it, and hears nothing of others", () => {
    const { say, parts, lines } = follow();
    say(part("g", 1));
    say(part("other", 9));
    vi.advanceTimersByTime(60_000);
    expect(parts).toEqual(["1 delta"]);
    expect(lines.opened).toBe(0);
  });

  it.each<[string, (say: (item: WireFeedItem) => void) => void, number]>([
    ["the feed is silent", () => undefined, 2_000],
    ["the feed must be fetched anew", (say) => say({ type: "resync" }), 0],
    ["the answer ended before the feed saw it begin", (say) => say(ended), 1_000],
  ])("opens one line of its own when %s", (_, happen, afterMs) => {
    const { say, lines, leave, listeners } = follow();
    happen(say);
    if (afterMs > 0) {
      vi.advanceTimersByTime(afterMs - 1);
      expect(lines.opened).toBe(0);
      vi.advanceTimersByTime(1);
    }
    say({ type: "resync" });
    expect(lines.opened).toBe(1);
    leave();
    expect(lines.left).toBe(1);
    expect(listeners.size).toBe(0);
  });

  it("opens none once it was left", () => {
    const { lines, leave } = follow();
    leave();
    vi.advanceTimersByTime(60_000);
    expect(lines.opened).toBe(0);
  });
});
