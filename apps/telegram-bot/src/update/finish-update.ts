import {
  type Context,
  finishTelegramUpdate,
  type NewTelegramSend,
  type TelegramOwner,
  type WaitingTelegramUpdate,
} from "@procode/core";
import type { Handled, UpdateHandler } from "./create-update-handler.ts";
import { Unfinished } from "./unfinished.ts";

/** Handles an update and ends it together with what it answers: all or nothing, and once. `over`: another process goes on. */
export async function finishUpdate(
  job: Context,
  handle: UpdateHandler,
  owner: TelegramOwner,
  update: WaitingTelegramUpdate,
): Promise<"again" | "over"> {
  const { updateId } = update;
  try {
    const handled = await handle(owner, update);
    const isFinished = await finishTelegramUpdate(job, owner, {
      updateId,
      state: handled.ignored === null ? "done" : "ignored",
      reason: handled.ignored,
      userId: handled.userId,
      sends: sendsOf(owner, updateId, handled),
    });
    return isFinished ? "again" : "over";
  } catch (error) {
    if (error instanceof Unfinished) return "over";
    throw error;
  }
}

function sendsOf({ botId, chatId }: TelegramOwner, updateId: number, { said }: Handled): NewTelegramSend[] {
  return said.map((each, index) => {
    const { reply, answer } = each;
    const siblings = said.filter((other) => (other.answer === null) === (answer === null));
    return {
      botId,
      chatId,
      dedupeKey: `update:${botId}:${updateId}:${index + 1}`,
      answer,
      part: siblings.indexOf(each) + 1,
      parts: siblings.length,
      body: reply,
    };
  });
}
