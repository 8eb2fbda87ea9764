import type { TelegramEffort, TelegramOutcome } from "@procode/core";
import { z } from "zod";
import type { Answer } from "./read-answer.ts";

const Sent = z.object({ message_id: z.number().int() });
const UNCHANGED = /message is not modified/i;
/** Also when they weigh too much for one message: the words alone pass. */
const ENTITIES = /can't parse entities|entit(?:y|ies)|ENTITIES_TOO_LONG|ENTITY_/i;

/** How a send ended. `editedId` is the message that was to be changed, null for a new one. */
export function outcomeOf(answer: Answer, sent: { hasEntities: boolean; editedId: number | null }): TelegramOutcome {
  if (answer.kind === "nothing") return { kind: "not-written", reason: answer.reason };
  if (answer.kind === "lost") return { kind: "uncertain", reason: answer.reason };
  if (answer.kind === "ok") {
    const message = Sent.safeParse(answer.result);
    if (message.success) return { kind: "sent", telegramMessageId: message.data.message_id };
    return { kind: "uncertain", reason: "an answer without the message" };
  }
  const { code, description: reason, retryAfterSeconds } = answer;
  if (retryAfterSeconds !== null) return { kind: "hold", retryAfterSeconds };
  if (code >= 500) return { kind: "server-error", reason };
  if (code === 403) return { kind: "blocked", reason };
  if (code === 400 && sent.editedId !== null && UNCHANGED.test(reason))
    return { kind: "sent", telegramMessageId: sent.editedId };
  if (code === 400 && sent.hasEntities && ENTITIES.test(reason)) return { kind: "entities-refused", reason };
  return { kind: "refused", reason };
}

/** How something ended that may be lost without harm. */
export function effortOf(answer: Answer): TelegramEffort {
  if (answer.kind === "ok") return { kind: "done" };
  if (answer.kind === "error" && answer.retryAfterSeconds !== null)
    return { kind: "hold", retryAfterSeconds: answer.retryAfterSeconds };
  return { kind: "lost" };
}
