import type { Message } from "@procode/contracts";
import type { Context } from "../../../context.ts";
import type { UserStore } from "../../../ports/store.ts";

const REST_MS = 10 * 60_000;

/** A conversation is read once nothing was written in it for ten minutes, so that one call of a model reads all that was said in one sitting. */
export const restConversation = (
  { clock }: Pick<Context, "clock">,
  tx: UserStore,
  { conversationId, createdAt }: Pick<Message, "conversationId" | "createdAt">,
): Promise<void> =>
  tx.analysis.rest({ conversationId, unreadSince: createdAt, dueAt: new Date(clock.now().getTime() + REST_MS) });
