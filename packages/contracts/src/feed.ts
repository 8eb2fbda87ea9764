import { z } from "zod";
import type { AnswerPart } from "./conversation.ts";
import type { DomainEventBody } from "./event.ts";

export const WatchFeedInput = z.object({
  /** The sequence number up to which the watcher knows everything; left out, it begins at what stands now. */
  lastEventId: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});
export type WatchFeedInput = z.infer<typeof WatchFeedInput>;

export type FeedEvent = DomainEventBody & { id: string; createdAt: Date };

/** What a watcher of the feed is told. The event id of each is the sequence number up to which it is whole. */
export type FeedItem =
  /** The beginning: what is fetched from now on is whole together with what follows. */
  | { type: "here" }
  /** What the watcher has is too old to be mended: fetch everything anew. */
  | { type: "resync" }
  /** Changes of the person's things, in the order of their commits. */
  | { type: "changes"; events: FeedEvent[] }
  /** More of an answer that is being written; after a cut it begins with a `reset` to all that there is. */
  | {
      type: "answer";
      generationId: string;
      conversationId: string;
      messageId: string;
      offset: number;
      part: AnswerPart;
    };
