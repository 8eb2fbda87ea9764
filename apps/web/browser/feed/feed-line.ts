import type { FeedItem } from "@procode/contracts";
import type { Wire } from "../../trpc/wire.ts";

export type WireFeedItem = Wire<FeedItem>;
export type AnswerItem = Extract<WireFeedItem, { type: "answer" }>;

export type FeedLineHandlers = {
  /** `id` is the sequence number up to which everything is known with this item. */
  onItem: (id: string, item: WireFeedItem) => void;
  /** The line ended for good; one that is only cut comes back by itself. */
  onEnd: (reason: "signed-out" | "failed") => void;
};
/** Opens the server's feed from a sequence number on and returns how to leave it. */
export type OpenFeedLine = (from: string | null, handlers: FeedLineHandlers) => () => void;
