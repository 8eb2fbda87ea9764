/** A conversation in which a person wrote something that was not read for what is open yet. */
export type RestingConversation = {
  conversationId: string;
  /** From when on they wrote it. */
  unreadSince: Date;
  /** When it is read, if nothing else is written there before. */
  dueAt: Date;
};
/** That a conversation was read by a model: what that found, and by which call. */
export type ConversationAnalysis = { generationId: string; conversationId: string; found: number; analysedAt: Date };

/** A person's own conversations that wait to be read. */
export interface AnalysisRepository {
  /** Puts off when it is read; from when on stays as it was. */
  rest(conversation: RestingConversation): Promise<void>;
  findResting(conversationId: string): Promise<RestingConversation | null>;
  /** Read up to `readUntil`: over, unless more was written since it was found with that `dueAt`. */
  endRest(input: { conversationId: string; dueAt: Date; readUntil: Date }): Promise<void>;
  append(analysis: ConversationAnalysis): Promise<void>;
  /** When what was found in one of these messages is due, whether it is open or closed. */
  listFoundIn(messageIds: readonly string[]): Promise<{ sourceId: string; dueAt: Date }[]>;
}

/** Those of everybody. No person's words come out of it. */
export interface AnalysisDesk {
  /** Due by `now` and after `since`, the longest waiting first. */
  listResting(input: {
    since: Date;
    now: Date;
    limit: number;
  }): Promise<{ userId: string; conversationId: string; dueAt: Date }[]>;
}
