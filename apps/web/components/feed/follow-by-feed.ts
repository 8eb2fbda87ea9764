import type { BrowserFeed } from "../../browser/feed/create-browser-feed.ts";
import type { ChatMessage } from "../conversation/wire-types.ts";
import type { StreamPart } from "../conversation/answer-stream.ts";

/** The feed says nothing of the answer for so long: it is asked for by itself. */
const PATIENCE_MS = 2_000;
/** The answer has ended, and its last part is not here yet. */
const AFTER_END_MS = 1_000;

type FollowByFeed = {
  generationId: string;
  onPart: (eventId: string, part: StreamPart<ChatMessage>) => void;
  /** Follows the answer on a line of its own and returns how to leave it. */
  openOwnLine: () => () => void;
};

/**
 * Follows an answer by what the feed tells of it, which costs no line of its own; where the feed is silent, was cut, or
 * came too late, on one. Parts that come twice are never doubled by who takes them.
 */
export function followByFeed(feed: BrowserFeed, { generationId, onPart, openOwnLine }: FollowByFeed): () => void {
  let leaveOwnLine: (() => void) | null = null;
  let patience = setTimeout(fallBack, PATIENCE_MS);

  function fallBack(): void {
    clearTimeout(patience);
    leaveOwnLine ??= openOwnLine();
  }

  const leave = feed.subscribe((item) => {
    if (item.type === "resync") fallBack();
    if (item.type === "answer" && item.generationId === generationId) {
      clearTimeout(patience);
      onPart(String(item.offset), item.part);
    }
    if (item.type === "changes" && item.events.some((event) => isEnd(event, generationId))) {
      clearTimeout(patience);
      patience = setTimeout(fallBack, AFTER_END_MS);
    }
  });
  return () => {
    clearTimeout(patience);
    leave();
    leaveOwnLine?.();
  };
}

function isEnd(event: { type: string; payload: object }, generationId: string): boolean {
  return (
    event.type === "AIResponseGenerated" &&
    "generationId" in event.payload &&
    event.payload.generationId === generationId
  );
}
