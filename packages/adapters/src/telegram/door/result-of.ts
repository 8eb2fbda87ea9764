import { ProcodeError } from "@procode/core";
import type { z } from "zod";
import type { Answer } from "./read-answer.ts";

/** The result of a call that must succeed. Throws UNAVAILABLE, or CONFLICT when somebody else polls. */
export function resultOf<Schema extends z.ZodType>(answer: Answer, schema: Schema): z.infer<Schema> {
  if (answer.kind !== "ok") throw explain(answer);
  const parsed = schema.safeParse(answer.result);
  if (!parsed.success) throw away("an answer in another form");
  return parsed.data;
}

function explain(answer: Exclude<Answer, { kind: "ok" }>): ProcodeError {
  if (answer.kind !== "error") return away(answer.reason);
  const { code, retryAfterSeconds } = answer;
  const cause = new Error(`Telegram answered ${code}`);
  // Telegram answers 404 where a token has not the form of one.
  if (code === 401 || code === 404) {
    const message = "Telegram does not accept the token of this bot. Nothing is lost; set a valid TELEGRAM_BOT_TOKEN.";
    return new ProcodeError("UNAVAILABLE", message, { reason: "provider-key" }, { cause });
  }
  if (code === 409) {
    const message =
      "Another process asks Telegram for this bot's messages, or a webhook gets them. They wait at Telegram; only one may ask.";
    return new ProcodeError("CONFLICT", message, { reason: "already-exists" }, { cause });
  }
  if (retryAfterSeconds !== null) {
    const message = `Telegram asks this bot to wait ${retryAfterSeconds} s. Nothing is lost; it is asked again after that.`;
    return new ProcodeError("UNAVAILABLE", message, { reason: "provider-busy", retryAfterSeconds }, { cause });
  }
  return away(`Telegram answered ${code}`);
}

function away(why: string): ProcodeError {
  const message = "Telegram cannot be reached. What was written there waits; it is asked again in a moment.";
  return new ProcodeError("UNAVAILABLE", message, { reason: "provider-down" }, { cause: new Error(why) });
}
