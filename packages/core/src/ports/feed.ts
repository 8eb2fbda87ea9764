/**
 * What a hint is about: `changes`, new domain events; `parts`, more of an answer that its sender writes; `stops`, an
 * answer that somebody asked its owner to stop.
 */
export type FeedTopic = "changes" | "parts" | "stops";

/**
 * Hints that something of a person is new, between the processes of an installation. A hint may come twice, late or
 * never (its sender died), and carries nothing: who gets one looks into the store, and looks by itself now and then.
 */
export interface Feed {
  /** After a commit. Many about one person within a moment are one. */
  publish(topic: FeedTopic, userId: string): void;
  /** Calls `wake` at each hint about the person, until the returned function is called. */
  subscribe(topic: FeedTopic, userId: string, wake: () => void): () => void;
  /** Calls `wake` at each hint that another process sent, about whomever. */
  onRemote(topic: FeedTopic, wake: (userId: string) => void): () => void;
}
