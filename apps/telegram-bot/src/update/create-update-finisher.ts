import {
  type Context,
  finishTelegramUpdate,
  type NewTelegramSend,
  type TelegramOwner,
  type WaitingTelegramUpdate,
} from "@procode/core";
import { reasonOf } from "../chat/explain-refusal.ts";
import { say } from "../reply/reply.ts";
import { wordsFor } from "../words/words-for.ts";
import type { Handled, UpdateHandler } from "./create-update-handler.ts";
import { Unfinished } from "./unfinished.ts";

/** So often it may fail here before it is given up in words. That a process dies of it is counted by the table. */
const MOST_FAILURES = 5;

/** `over`: another process goes on with the chat. Throws what is to be tried again in a while. */
export type UpdateFinisher = (owner: TelegramOwner, update: WaitingTelegramUpdate) => Promise<"again" | "over">;

/** Handles an update and ends it together with what it answers: all or nothing, and once. */
export function createUpdateFinisher(job: Context, handle: UpdateHandler): UpdateFinisher {
  const failures = new Map<number, number>();

  async function finish(owner: TelegramOwner, updateId: number, handled: Handled, state?: "failed") {
    const isFinished = await finishTelegramUpdate(job, owner, {
      updateId,
      state: state ?? (handled.ignored === null ? "done" : "ignored"),
      reason: handled.ignored,
      userId: handled.userId,
      sends: sendsOf(owner, updateId, handled),
    });
    failures.delete(updateId);
    return isFinished ? "again" : "over";
  }

  return async (owner, update) => {
    const { updateId } = update;
    try {
      return await finish(owner, updateId, await handle(owner, update));
    } catch (error) {
      if (error instanceof Unfinished) return "over";
      // A database that is away is nobody's fault, and comes back.
      if (reasonOf(error) === "database-away") throw error;
      const count = (failures.get(updateId) ?? 0) + 1;
      failures.set(updateId, count);
      if (count < MOST_FAILURES) throw error;
      job.log.error("an update was given up", { updateId, kind: update.kind, error });
      return finish(owner, updateId, givenUp(update), "failed");
    }
  };
}

function givenUp({ payload }: WaitingTelegramUpdate): Handled {
  const { message } = (payload ?? {}) as { message?: { from?: { language_code?: string } } };
  const reply = say(wordsFor(message?.from?.language_code).failedForGood);
  return { said: [{ reply, answer: null }], ignored: "it failed five times", userId: null };
}

function sendsOf({ botId, chatId }: TelegramOwner, updateId: number, { said }: Handled): NewTelegramSend[] {
  return said.map((each, index) => {
    const { reply, answer, untilConnected = false } = each;
    const siblings = said.filter((other) => (other.answer === null) === (answer === null));
    return {
      botId,
      chatId,
      dedupeKey: `update:${botId}:${updateId}:${index + 1}`,
      answer,
      part: siblings.indexOf(each) + 1,
      parts: siblings.length,
      body: reply,
      untilConnected,
    };
  });
}
