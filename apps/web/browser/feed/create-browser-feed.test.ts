import { afterEach, describe, expect, it } from "vitest";
import { type BrowserFeed, createBrowserFeed, type Shared } from "./create-browser-feed.ts";
import type { FeedLineHandlers, WireFeedItem } from "./feed-line.ts";

const tabs: BrowserFeed[] = [];
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.stop();
});

/** A browser: tabs that hear each other, one lock, and a server whose lines a test speaks into. */
function createBrowser() {
  const channels = new Set<{ onmessage: ((event: MessageEvent<Shared>) => void) | null }>();
  const lines: { from: string | null; handlers: FeedLineHandlers; isOpen: boolean }[] = [];
  const queue: (() => void)[] = [];
  let isHeld = false;
  let signedOut = 0;

  /** Messages on their way between tabs, in order, where a test holds them up. */
  const late: (() => void)[] = [];
  let isSlow = false;
  function slowly<T>(work: () => T): T {
    isSlow = true;
    const result = work();
    for (let deliver = late.shift(); deliver; deliver = late.shift()) deliver();
    isSlow = false;
    return result;
  }

  function openTab(from = "0") {
    const channel = {
      onmessage: null as ((event: MessageEvent<Shared>) => void) | null,
      postMessage(data: unknown) {
        const event = { data: structuredClone(data) } as MessageEvent<Shared>;
        for (const other of [...channels]) {
          if (other === channel) continue;
          if (isSlow) late.push(() => other.onmessage?.(event));
          else other.onmessage?.(event);
        }
      },
      close: () => void channels.delete(channel),
    };
    channels.add(channel);
    const seen: WireFeedItem[] = [];
    const tab = createBrowserFeed({
      channel,
      open(asked, handlers) {
        const line = { from: asked, handlers, isOpen: true };
        lines.push(line);
        return () => {
          line.isOpen = false;
        };
      },
      async lead(signal, work) {
        if (isHeld) await new Promise<void>((resolve) => queue.push(resolve));
        if (signal.aborted) return void queue.shift()?.();
        isHeld = true;
        await work();
        isHeld = false;
        queue.shift()?.();
      },
      onSignedOut: () => signedOut++,
    });
    tabs.push(tab);
    tab.subscribe((item) => seen.push(item));
    tab.start(from);
    return { tab, seen };
  }
  const openLines = () => lines.filter(({ isOpen }) => isOpen);
  const say = (id: string, item: WireFeedItem) => openLines().at(-1)?.handlers.onItem(id, item);
  return { openTab, openLines, say, slowly, signedOut: () => signedOut };
}

const change: WireFeedItem = { type: "changes", events: [] };
const part = (text: string, offset: number): WireFeedItem => ({
  type: "answer",
  generationId: "g",
  conversationId: "c",
  messageId: "m",
  offset,
  part: { type: "delta", text },
});

describe("the feed of a browser", () => {
  it("opens one line for eight tabs, and each sees everything once", async () => {
    const browser = createBrowser();
    const opened = Array.from({ length: 8 }, () => browser.openTab());
    expect(browser.openLines()).toHaveLength(1);
    browser.say("1", change);
    browser.say("1", part("Hello", 5));
    for (const { seen } of opened) expect(seen).toEqual([change, part("Hello", 5)]);
  });

  it("passes the line on when its tab closes, from the number that all know", async () => {
    const browser = createBrowser();
    const [first, second] = [browser.openTab(), browser.openTab()];
    browser.say("7", change);
    first.tab.stop();
    await new Promise((resolve) => setImmediate(resolve));
    expect(browser.openLines()).toMatchObject([{ from: "7" }]);
    browser.say("8", change);
    expect(second.seen).toEqual([change, change]);
  });

  it("tells a tab that comes later what it missed and what is being written", () => {
    const browser = createBrowser();
    browser.openTab("3");
    browser.say("4", change);
    browser.say("4", part("Half an ", 8));
    browser.say("4", part("answer", 14));
    const whole = { ...part("Half an answer", 14), part: { type: "reset", text: "Half an answer" } };
    expect(browser.openTab("3").seen).toEqual([{ type: "resync" }, whole]);
    expect(browser.openTab("4").seen).toEqual([whole]);
  });

  it("shows a tab that opens in the middle of an answer the answer from its beginning, and what was missed meanwhile", () => {
    const browser = createBrowser();
    browser.openTab("3");
    browser.say("3", part("Half an ", 8));
    browser.say("4", change);
    const { seen } = browser.slowly(() => {
      // Its hello is still on its way while words and changes come.
      const late = browser.openTab("3");
      browser.say("4", part("answer", 14));
      browser.say("5", change);
      return late;
    });
    const whole = { ...part("Half an answer", 14), part: { type: "reset", text: "Half an answer" } };
    expect(seen).toEqual([change, { type: "resync" }, whole]);
    browser.say("5", part(".", 15));
    expect(seen.at(-1)).toEqual(part(".", 15));
  });

  it("replies to a tab that asked while nobody held the line, once somebody does", async () => {
    const browser = createBrowser();
    const [first, second] = [browser.openTab(), browser.openTab()];
    first.tab.stop();
    // Its hello finds the old holder gone and the next one not there yet.
    browser.openTab();
    await new Promise((resolve) => setImmediate(resolve));
    browser.say("2", change);
    second.tab.stop();
    await new Promise((resolve) => setImmediate(resolve));
    expect(browser.openLines()).toMatchObject([{ from: "2" }]);
  });

  it("tells a listener that leaves and comes again while it is told nothing twice", () => {
    const browser = createBrowser();
    const { tab } = browser.openTab();
    let told = 0;
    let leave = tab.subscribe(again);
    function again() {
      told += 1;
      leave();
      leave = tab.subscribe(again);
    }
    browser.say("1", change);
    expect(told).toBe(1);
    browser.say("2", change);
    expect(told).toBe(2);
  });

  it("tells a tab that slept to fetch anew, and one that missed nothing nothing", () => {
    const browser = createBrowser();
    browser.openTab();
    const sleeper = browser.openTab();
    browser.say("1", change);
    sleeper.seen.length = 0;
    sleeper.tab.look();
    expect(sleeper.seen).toEqual([]);
  });

  it("opens a line that failed again, and not one whose person was signed out", async () => {
    const browser = createBrowser();
    browser.openTab();
    browser.openLines()[0]?.handlers.onEnd("signed-out");
    expect(browser.signedOut()).toBe(1);
  });
});
