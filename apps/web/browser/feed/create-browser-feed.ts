import type { OpenFeedLine, WireFeedItem } from "./feed-line.ts";
import { createStandingAnswers } from "./standing-answers.ts";

export type BrowserFeed = {
  /** Begins to watch; `from` is the sequence number that the page was made at. */
  start(from: string): void;
  stop(): void;
  /** Calls `listener` with each item, in order, and at once with the answers that are being written. */
  subscribe(listener: (item: WireFeedItem) => void): () => void;
  /** Asks whether something was missed, as after a sleep. */
  look(): void;
};
type Channel = Pick<BroadcastChannel, "postMessage" | "close"> & {
  onmessage: ((event: MessageEvent<Shared>) => void) | null;
};
export type BrowserFeedParts = {
  open: OpenFeedLine;
  channel: Channel | null;
  /** Runs `work` while this tab is the one that holds the line; the signal ends the wait or the holding. */
  lead: (signal: AbortSignal, work: () => Promise<void>) => Promise<void>;
  onSignedOut: () => void;
};
/** What tabs tell each other. */
export type Shared =
  | { kind: "item"; id: string; item: WireFeedItem }
  /** A tab that is new, or slept: what stands? */
  | { kind: "hello" }
  | { kind: "standing"; id: string; answers: WireFeedItem[] };

const REOPEN_AFTER_MS = 2_000;

/**
 * The feed of a person, over one line for all tabs of the browser: one tab holds it and passes on what comes; when it
 * closes, another takes the line up from the same number.
 */
export function createBrowserFeed({ open, channel, lead, onSignedOut }: BrowserFeedParts): BrowserFeed {
  const listeners = new Set<(item: WireFeedItem) => void>();
  const answers = createStandingAnswers();
  const over = new AbortController();
  let known = "0";
  let isLeading = false;
  /** Between a hello and its reply it is not known what was missed, so `known` stays what it was. */
  let isAsking = false;

  function take(id: string, item: WireFeedItem): void {
    if (!isAsking) known = id;
    if (item.type === "answer" && !answers.take(item)) {
      // The middle of an answer, as a tab hears that has just opened: whoever holds the line knows it from its beginning.
      if (!isAsking) look();
      return;
    }
    // A copy: who leaves and comes again while it is told has been told.
    for (const listener of [...listeners]) listener(item);
  }

  function look(): void {
    if (isLeading || !channel) return;
    isAsking = true;
    channel.postMessage({ kind: "hello" } satisfies Shared);
  }

  function hear(message: Shared): void {
    if (message.kind === "item" && !isLeading) take(message.id, message.item);
    if (message.kind === "hello" && isLeading) tellStanding();
    if (message.kind === "standing" && !isLeading) {
      isAsking = false;
      // Something came between the page and this tab's first word, or while it slept.
      if (BigInt(message.id) > BigInt(known)) take(message.id, { type: "resync" });
      for (const item of message.answers) take(message.id, item);
    }
  }

  function tellStanding(): void {
    channel?.postMessage({ kind: "standing", id: known, answers: answers.list() } satisfies Shared);
  }

  function hold(): Promise<void> {
    isLeading = true;
    isAsking = false;
    // Who asked while nobody held the line has had no reply.
    tellStanding();
    let leave: (() => void) | null = null;
    let reopening: ReturnType<typeof setTimeout> | undefined;
    const openLine = () => {
      leave = open(known, {
        onItem(id, item) {
          channel?.postMessage({ kind: "item", id, item } satisfies Shared);
          take(id, item);
        },
        onEnd(reason) {
          leave = null;
          if (reason === "signed-out") onSignedOut();
          else reopening = setTimeout(openLine, REOPEN_AFTER_MS);
        },
      });
    };
    openLine();
    return new Promise((resolve) => {
      over.signal.addEventListener("abort", () => {
        clearTimeout(reopening);
        leave?.();
        resolve();
      });
    });
  }

  return {
    start(from) {
      known = from;
      if (channel) channel.onmessage = ({ data }) => hear(data);
      look();
      void lead(over.signal, hold);
    },
    stop() {
      over.abort();
      channel?.close();
    },
    subscribe(listener) {
      const own = (item: WireFeedItem) => listener(item);
      listeners.add(own);
      for (const item of answers.list()) own(item);
      return () => void listeners.delete(own);
    },
    look,
  };
}
