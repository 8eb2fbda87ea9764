import type { Channel, Conversation, ConversationPage } from "@procode/contracts";

export type NewConversation = { id: string; title: string; model: string | null; channel: Channel; at: Date };
export type ConversationChange = Partial<{
  title: string;
  titledBy: "auto" | "person";
  model: string | null;
  activeLeafId: string;
  pinnedAt: Date | null;
  archivedAt: Date | null;
  removedAt: Date | null;
  activeAt: Date;
  channel: Channel;
}>;

/** The person's conversations. Removed ones stay for 30 days and are found by `findById` alone. */
export interface ConversationRepository {
  findById(id: string): Promise<Conversation | null>;
  /** The same, and nobody else changes it before this transaction ends; what another one commits until then is seen. */
  lock(id: string): Promise<Conversation | null>;
  /** The one with the newest activity that is neither archived nor removed. */
  findNewest(): Promise<Conversation | null>;
  /** Of those the one in which the person wrote last, whoever was active in another one since. */
  findLastWritten(): Promise<Conversation | null>;
  /** Pinned first, then newest activity first; stable under inserts. `cursor` is the opaque end of the page before. */
  list(input: { archived: boolean; query?: string; cursor?: string; limit: number }): Promise<ConversationPage>;
  append(conversation: NewConversation): Promise<Conversation>;
  /** False when there is no such conversation. `channel` is added to the set. */
  update(id: string, change: ConversationChange): Promise<boolean>;
}
