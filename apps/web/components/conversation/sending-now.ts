const conversations = new Map<string, number>();

/** While something of this tab is on its way, what the server tells may be from before it or after it. */
export function isSendingNow(conversationId: string): boolean {
  return conversations.has(conversationId);
}

/** Marks a conversation until the returned function is called. */
export function markSending(conversationId: string): () => void {
  conversations.set(conversationId, (conversations.get(conversationId) ?? 0) + 1);
  return () => {
    const left = (conversations.get(conversationId) ?? 1) - 1;
    if (left > 0) conversations.set(conversationId, left);
    else conversations.delete(conversationId);
  };
}
