import type { WritableEntryLog } from "../../log/entry-log.ts";
import { detectEntities } from "../entities/detect-entities.ts";
import type { TelegramEntry } from "../log-entry.ts";
import { BOT } from "../methods/bot-account.ts";
import { type ChatRoom, type Person, privateChat, roomOf, type World } from "../state/world.ts";
import type { UpdateDesk } from "../updates/create-update-desk.ts";
import type { Button, Message, User } from "../wire/message.ts";
import { type Seen, seeRoom } from "./see-room.ts";

/** What somebody does in their private chat with the bot. Each throws a sentence when it cannot be done. */
export type PersonActs = {
  /** Sends a text; the number of the message. */
  say(text: string): number;
  /** Presses Start, by a deep link with this payload; unblocks first. */
  start(payload?: string): number;
  /** Presses the newest button with this label or data; gives the address where it is a link. */
  press(button: string): { url?: string };
  /** Changes an own message. */
  edit(messageId: number, text: string): void;
  /** Presses Stop beside a draft that allows it. */
  stop(): void;
  block(): void;
  unblock(): void;
  /** The chat as the phone shows it. */
  sees(): Seen;
};

export type People = {
  /** Who is new is added, who is known is changed. */
  person(person: Person): PersonActs;
  /** Throws when nobody has this id. */
  find(id: number): PersonActs;
};

export function createPeople(world: World, log: WritableEntryLog<TelegramEntry>, updates: UpdateDesk): People {
  function find(id: number): PersonActs {
    const person = world.people.get(id);
    if (!person) throw new Error(`There is no person ${id}.`);
    return acts(person);
  }

  function acts(person: Person): PersonActs {
    const room = () => roomOf(world, privateChat(person));
    const from = userOf(person);

    function say(text: string): number {
      if (room().isBlocked) throw new Error(`${person.firstName} blocked the bot; unblock it first.`);
      const clean = text.trim();
      if (clean === "") throw new Error("A message needs a text.");
      if (clean.length > 4096) throw new Error("A message has at most 4,096 characters.");
      const entities = detectEntities(clean);
      const message: Message = {
        message_id: world.lastMessageId + 1,
        from,
        chat: room().chat,
        date: now(),
        text: clean,
        ...(entities.length > 0 && { entities }),
      };
      updates.push({ message });
      return message.message_id;
    }

    function change(to: "blocked" | "unblocked"): void {
      if (room().isBlocked === (to === "blocked")) return;
      log.append({ type: "chat", chat_id: person.id, change: to });
      const [before, after] = to === "blocked" ? ["member", "kicked"] : ["kicked", "member"];
      updates.push({
        my_chat_member: {
          chat: room().chat,
          from,
          date: now(),
          old_chat_member: { user: BOT, status: before, ...(before === "kicked" && { until_date: 0 }) },
          new_chat_member: { user: BOT, status: after, ...(after === "kicked" && { until_date: 0 }) },
        },
      });
    }

    return {
      say,
      start(payload) {
        change("unblocked");
        return say(payload === undefined || payload === "" ? "/start" : `/start ${payload}`);
      },
      press(label) {
        const { message, button } = findButton(room(), label);
        if (button.url !== undefined) return { url: button.url };
        if (button.callback_data === undefined) throw new Error(`The button "${label}" does nothing here.`);
        const id = `${person.id}${String(world.lastUpdateId + 1)}`;
        const chat_instance = String(person.id * 7919);
        updates.push({ callback_query: { id, from, message, chat_instance, data: button.callback_data } });
        return {};
      },
      edit(messageId, text) {
        const message = room().messages.get(messageId);
        if (message?.from?.id !== person.id) throw new Error(`${messageId} is no message of ${person.firstName}.`);
        const { entities: _old, ...kept } = message;
        const entities = detectEntities(text);
        updates.push({
          edited_message: { ...kept, edit_date: now(), text, ...(entities.length > 0 && { entities }) },
        });
      },
      stop() {
        const { draft } = seeRoom(room(), world, Date.now());
        if (!draft?.can_stop) throw new Error("There is no draft that can be stopped.");
        updates.push({ stopped_message_generation: { chat: room().chat, draft_id: draft.draft_id } });
      },
      block: () => change("blocked"),
      unblock: () => change("unblocked"),
      sees: () => seeRoom(room(), world, Date.now()),
    };
  }

  return {
    find,
    person(person) {
      if (JSON.stringify(world.people.get(person.id)) !== JSON.stringify(person))
        log.append({ type: "person", person: { ...person } });
      return acts(person);
    },
  };
}

function userOf({ id, firstName, username, languageCode }: Person): User {
  return {
    id,
    is_bot: false,
    first_name: firstName,
    ...(username !== undefined && { username }),
    ...(languageCode !== undefined && { language_code: languageCode }),
  };
}

function findButton({ messages }: ChatRoom, label: string): { message: Message; button: Button } {
  for (const message of [...messages.values()].reverse())
    for (const button of message.reply_markup?.inline_keyboard?.flat() ?? [])
      if (button.text === label || button.callback_data === label) return { message, button };
  throw new Error(`There is no button "${label}".`);
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}
