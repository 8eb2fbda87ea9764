import { BOT } from "../methods/bot-account.ts";
import { commandsKey } from "../state/apply-call.ts";
import type { BotCommand, ChatRoom, World } from "../state/world.ts";
import type { Button, Entity } from "../wire/message.ts";

export type SeenMessage = {
  message_id: number;
  from: "bot" | "person";
  /** Unix seconds. */
  date: number;
  text: string;
  entities: Entity[];
  buttons: Button[][];
  isEdited: boolean;
  replyTo: number | null;
};

export type SeenDraft = {
  draft_id: number;
  text: string;
  entities: Entity[];
  can_stop: boolean;
  /** Milliseconds since 1970. */
  endsAt: number;
};

export type Seen = {
  messages: SeenMessage[];
  draft: SeenDraft | null;
  /** What the bot is doing, such as "typing", until `endsAt`. */
  action: { action: string; endsAt: number } | null;
  isStarted: boolean;
  isBlocked: boolean;
  commands: BotCommand[];
  /** The last answer to a pressed button that has a text. */
  notice: { id: string; text: string; isAlert: boolean; at: number } | null;
};

const DRAFT_MS = 30_000;
const ACTION_MS = 5_000;

/** The chat as the phone of its person shows it at `now`, in milliseconds since 1970. */
export function seeRoom(room: ChatRoom, world: World, now: number): Seen {
  const { draft, action } = room;
  const language = world.people.get(room.chat.id)?.languageCode;
  return {
    messages: [...room.messages.values()].map((message) => ({
      message_id: message.message_id,
      from: message.from?.id === BOT.id ? "bot" : "person",
      date: message.date,
      text: message.text ?? "",
      entities: message.entities ?? [],
      buttons: message.reply_markup?.inline_keyboard ?? [],
      isEdited: message.edit_date !== undefined,
      replyTo: message.reply_to_message?.message_id ?? null,
    })),
    draft:
      draft && draft.at + DRAFT_MS > now
        ? {
            draft_id: draft.draft_id,
            text: draft.text,
            entities: draft.entities,
            can_stop: draft.can_stop,
            endsAt: draft.at + DRAFT_MS,
          }
        : null,
    action: action && action.at + ACTION_MS > now ? { action: action.action, endsAt: action.at + ACTION_MS } : null,
    isStarted: room.isStarted,
    isBlocked: room.isBlocked,
    commands: commandsFor(world, room.chat.id, language),
    notice: lastNotice(room),
  };
}

/** The most particular list wins, as in Telegram: chat, all private chats, default; each with the language first. */
function commandsFor({ commands }: World, chatId: number, language = ""): BotCommand[] {
  const scopes = [{ type: "chat", chat_id: chatId }, { type: "all_private_chats" }, { type: "default" }];
  for (const scope of scopes)
    for (const code of [language, ""]) {
      const list = commands.get(commandsKey({ scope, language_code: code }));
      if (list && list.length > 0) return list;
    }
  return [];
}

function lastNotice({ queries }: ChatRoom): Seen["notice"] {
  const answered = [...queries.values()].flatMap(({ id, answer }) =>
    answer?.text === undefined ? [] : [{ id, text: answer.text, isAlert: answer.show_alert, at: answer.at }],
  );
  return answered.sort((a, b) => a.at - b.at).at(-1) ?? null;
}
