import { cleanText } from "../entities/clean-text.ts";
import type { Accepted } from "../log-entry.ts";
import type { BotCommand, ChatRoom, World } from "./world.ts";

/** What an accepted call changes besides the messages. Its parameters were checked before it was accepted. */
export function applyCall(world: World, { method, chat_id, params }: Accepted, at: number): void {
  const room = chat_id === null ? undefined : world.chats.get(chat_id);
  switch (method) {
    case "sendMessageDraft":
      if (room) applyDraft(room, params, at);
      return;
    case "sendChatAction":
      if (room) room.action = { action: String(params.action), at };
      return;
    case "answerCallbackQuery":
      applyAnswer(world, params, at);
      return;
    case "setMyCommands":
    case "deleteMyCommands":
      world.commands.set(commandsKey(params), readCommands(params.commands));
      return;
    case "setWebhook":
      applyWebhook(world, params);
      return;
    case "deleteWebhook":
      world.webhook = null;
      return;
    case "getUpdates":
      if (Array.isArray(params.allowed_updates)) world.allowedUpdates = params.allowed_updates.map(String);
      return;
  }
}

/** Telegram's scope and language of a list of commands, as a key. */
export function commandsKey({ scope, language_code: language }: Record<string, unknown>): string {
  const isDefault = scope === undefined || Object(scope).type === "default";
  return `${isDefault ? "default" : JSON.stringify(scope)} ${language ?? ""}`;
}

function applyDraft(room: ChatRoom, params: Record<string, unknown>, at: number): void {
  room.draft = {
    draft_id: Number(params.draft_id),
    ...cleanText(params, { mayBeEmpty: true }),
    can_stop: params.can_stop === true,
    keep_on_stop: params.keep_on_stop === true,
    at,
  };
}

function applyAnswer(world: World, params: Record<string, unknown>, at: number): void {
  for (const room of world.chats.values()) {
    const query = room.queries.get(String(params.callback_query_id));
    if (!query) continue;
    const { text } = params;
    query.answer = { show_alert: params.show_alert === true, at, ...(typeof text === "string" && text && { text }) };
  }
}

function applyWebhook(world: World, params: Record<string, unknown>): void {
  const { url, secret_token: secret, max_connections: most, allowed_updates: allowed } = params;
  if (Array.isArray(allowed)) world.allowedUpdates = allowed.map(String);
  world.webhook =
    typeof url === "string" && url !== ""
      ? {
          url,
          max_connections: typeof most === "number" ? most : 40,
          ...(typeof secret === "string" && { secret_token: secret }),
        }
      : null;
}

function readCommands(value: unknown): BotCommand[] {
  return Array.isArray(value)
    ? value.map(({ command, description }) => ({ command: String(command), description: String(description) }))
    : [];
}
