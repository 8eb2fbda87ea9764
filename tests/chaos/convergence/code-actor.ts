import { randomUUID } from "node:crypto";
import type { createProcodeClient } from "@procode/sdk";
import { isProcodeApiError } from "@procode/sdk";

type Sdk = ReturnType<typeof createProcodeClient>;
type Pick = <Item>(items: readonly Item[]) => Item | undefined;
export type CodeOperation =
  | "begin"
  | "send"
  | "send-stale"
  | "again"
  | "edit"
  | "stop"
  | "rename"
  | "pin"
  | "archive"
  | "remove"
  | "restore"
  | "show-branch";

/** What code does with a key to one conversation. False when there is nothing to do it to, or no longer. */
export async function actByCode(
  { chat, trpc: { conversations, chat: verbs } }: Sdk,
  { kind, conversationId, text, pick }: { kind: CodeOperation; conversationId: string; text: string; pick: Pick },
): Promise<boolean> {
  const clientId = randomUUID();
  try {
    if (kind === "begin") return Boolean(await chat.send({ text }));
    if (kind === "send") return Boolean(await chat.send({ text, conversationId }));
    if (kind === "remove") return Boolean(await conversations.remove.mutate({ conversationId }));
    if (kind === "restore") return Boolean(await conversations.restore.mutate({ conversationId }));
    if (kind === "rename")
      return Boolean(await conversations.rename.mutate({ conversationId, title: text.slice(0, 40) }));
    const conversation = await conversations.get.query({ conversationId });
    if (kind === "pin")
      return Boolean(await conversations.pin.mutate({ conversationId, pinned: !conversation.pinnedAt }));
    if (kind === "archive")
      return Boolean(await conversations.archive.mutate({ conversationId, archived: !conversation.archivedAt }));
    const { messages } = await conversations.messages.query({ conversationId, limit: 30 });
    const answers = messages.filter(({ role, status }) => role === "assistant" && status !== "answering");
    const message = pick(messages);
    const answer = pick(answers);
    const question = pick(messages.filter(({ role }) => role === "user"));
    const running = messages.find(({ status }) => status === "answering")?.generationId;
    if (kind === "send-stale" && answer) return Boolean(await chat.send({ text, conversationId, parentId: answer.id }));
    if (kind === "again" && answer) return Boolean(await verbs.regenerate.mutate({ clientId, messageId: answer.id }));
    if (kind === "edit" && question)
      return Boolean(await verbs.edit.mutate({ clientId, messageId: question.id, text }));
    if (kind === "show-branch" && message)
      return Boolean(await conversations.showBranch.mutate({ conversationId, messageId: message.id }));
    if (kind === "stop" && running) return (await verbs.stop.mutate({ generationId: running })).stopped;
    return false;
  } catch (error) {
    // Somebody else has deleted it in this very round.
    if (isProcodeApiError(error) && error.code === "NOT_FOUND") return false;
    throw error;
  }
}
