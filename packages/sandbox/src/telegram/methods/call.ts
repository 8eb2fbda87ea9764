import type { WritableEntryLog } from "../../log/entry-log.ts";
import type { Fault } from "../faults/fault.ts";
import { BLOCKED } from "../faults/refusal-of.ts";
import type { Accepted, TelegramEntry } from "../log-entry.ts";
import type { ChatRoom, World } from "../state/world.ts";
import type { UpdateDesk } from "../updates/create-update-desk.ts";
import type { WebhookSender } from "../updates/create-webhook-sender.ts";
import type { Params } from "../wire/read-params.ts";
import { badRequest, TelegramError } from "../wire/telegram-error.ts";

export type Desk = {
  world: World;
  log: WritableEntryLog<TelegramEntry>;
  updates: UpdateDesk;
  webhook: WebhookSender;
};

export type Call = {
  method: string;
  params: Params;
  fault: Fault | undefined;
  /** Aborted when the caller leaves. */
  signal: AbortSignal;
};

/** Gives the `result` of the answer; throws a TelegramError. */
export type Method = (desk: Desk, call: Call) => unknown;

/** Logs that the call took effect; the world follows. */
export function accept(
  { log }: Desk,
  { method, params, fault }: Call,
  what: Partial<Pick<Accepted, "chat_id" | "message_id" | "text" | "message">> = {},
): void {
  const { chat_id = null, message_id = null, text = null, message } = what;
  log.append({
    type: "accepted",
    method,
    chat_id,
    message_id,
    text,
    params,
    ...(message && { message }),
    ...(fault && { fault }),
  });
}

/** The chat that a call writes to. Throws 400 when the bot does not know it, 403 when the person blocked the bot. */
export function requireChat({ world }: Desk, { params }: Call): ChatRoom {
  const { chat_id: id } = params;
  if (id === undefined || id === "") throw badRequest("chat_id is empty");
  const room = typeof id === "number" ? world.chats.get(id) : undefined;
  if (!room?.isStarted) throw badRequest("chat not found");
  if (room.isBlocked) throw new TelegramError(403, BLOCKED);
  if (params.message_thread_id !== undefined) throw badRequest("message thread not found");
  return room;
}

export function numberIn({ params }: Call, name: string, otherwise: number): number {
  const value = params[name];
  if (value === undefined) return otherwise;
  if (typeof value !== "number" || !Number.isInteger(value)) throw badRequest(`${name} must be an Integer`);
  return value;
}
