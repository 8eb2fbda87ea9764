import type { Context } from "../../../context.ts";
import { stopGeneration } from "../../../conversation/stop-generation.ts";
import type { IncomingTelegramUpdate } from "../telegram-desk.ts";
import type { TelegramChatRef } from "../telegram-repository.ts";

const STOP = /^\/stop(@\w+)?(\s|$)/;

/**
 * The updates of a chat are answered in order, so a /stop would come after the answer that it is to stop: what is being
 * written for its chat is stopped when it comes in, in whichever process it is written.
 */
export async function stopAtOnce(ctx: Context, botId: number, updates: readonly IncomingTelegramUpdate[]) {
  for (const { chatId, payload } of updates) {
    if (chatId === null || !STOP.test(textOf(payload))) continue;
    // It stands in the table, and stops what there is in its turn too.
    await stopAnswerOf(ctx, { botId, chatId }).catch((error: unknown) =>
      ctx.log.warn("an answer was not stopped at once", { error }),
    );
  }
}

function textOf(payload: unknown): string {
  const { message } = (payload ?? {}) as { message?: { text?: unknown } | null };
  return typeof message?.text === "string" ? message.text : "";
}

async function stopAnswerOf(ctx: Context, chat: TelegramChatRef): Promise<void> {
  const connection = await ctx.store.lookUp((tx) => tx.telegram.findConnection(chat));
  if (connection?.state !== "active" || connection.conversationId === null) return;
  const { userId, conversationId } = connection;
  const generationId = await ctx.store.asUser(userId, async (tx) => {
    const conversation = await tx.conversations.findById(conversationId);
    const last = conversation?.activeLeafId ? await tx.messages.findById(conversation.activeLeafId) : null;
    return last?.status === "answering" ? last.generationId : null;
  });
  if (generationId === null) return;
  await stopGeneration({ ...ctx, actor: { kind: "channel", userId, channel: "telegram" } }, { generationId });
}
