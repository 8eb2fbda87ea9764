import { createCaller } from "@procode/api";
import { type Context, findTelegramConnection, type TelegramChatRef } from "@procode/core";
import { findLastAnswer } from "../command/find-last-answer.ts";
import { channelContext } from "../update/create-update-handler.ts";

/** Stops the answer that is being written for this chat, in whichever process. */
export async function stopAnswer(job: Context, chat: TelegramChatRef): Promise<void> {
  const connection = await findTelegramConnection(job, chat);
  if (connection?.state !== "active") return;
  const ctx = channelContext(job, connection.userId);
  const caller = createCaller(ctx);
  const last = await findLastAnswer({ userId: connection.userId, connection, ctx, caller });
  if (last?.status === "answering" && last.generationId) await caller.chat.stop({ generationId: last.generationId });
}
