import type { Channel, Message, MessagePage, MessageRole, MessageStatus } from "@procode/contracts";

export type NewMessage = {
  id: string;
  conversationId: string;
  parentId: string | null;
  clientId: string | null;
  role: MessageRole;
  status: MessageStatus;
  channel: Channel;
  text: string;
  generationId: string | null;
  at: Date;
};
/** What a prompt needs of an earlier message. */
export type PathMessage = { id: string; role: MessageRole; status: MessageStatus; channel: Channel; text: string };

export interface MessageRepository {
  findById(id: string): Promise<Message | null>;
  /** The message that this sender's id made before. */
  findByClientId(clientId: string): Promise<Message | null>;
  /** The answer that a generation writes, or wrote. */
  findByGeneration(generationId: string): Promise<Message | null>;
  /** Answers to one message, oldest first. */
  listChildren(parentId: string): Promise<Message[]>;
  /** All branches, newest first. */
  page(input: { conversationId: string; cursor?: string; limit: number }): Promise<MessagePage>;
  /** From `leafId` up to the root, at most `limit` messages, oldest first. */
  listPath(leafId: string, limit: number): Promise<PathMessage[]>;
  /** The newest message below (or equal to) `messageId`. */
  findNewestLeaf(messageId: string): Promise<string | null>;
  /** When the person wrote last, in whatever conversation. */
  findLastSaidAt(): Promise<Date | null>;
  append(message: NewMessage): Promise<void>;
}
