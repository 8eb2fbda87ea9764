import {
  chooseConversationModel,
  chooseTelegramConversation,
  type TelegramButton,
  unlinkTelegram,
} from "@procode/core";
import { reasonOf } from "../chat/explain-refusal.ts";
import { pressMessage, type PressedMessage } from "../proactive/press-message.ts";
import { pressPanel, showPanel } from "../proactive/panel.ts";
import { pressSetting } from "../proactive/settings/press-setting.ts";
import { clip } from "../reply/clip.ts";
import { isOfSettings, readChoice } from "../reply/choice.ts";
import { linkGuide } from "../reply/link-guide.ts";
import { type Reply, say } from "../reply/reply.ts";
import type { BotContext, Linked, Turn } from "../update/turn.ts";
import { listConversations } from "./conversations.ts";
import { listModels } from "./model.ts";

/** Telegram's own limit for what it shows at once. */
const LONGEST_NOTICE = 200;

/** A pressed button, also twice and long ago: does what it says once, shows the result in its message, is answered. */
export async function pressButton({ turn, callbackQuery }: BotContext): Promise<void> {
  const pressed = await press(turn, callbackQuery?.data ?? "", callbackQuery?.message?.text ?? "");
  await answerPress(turn, callbackQuery?.id ?? "", pressed.notice);
  const messageId = callbackQuery?.message?.message_id;
  if (pressed.said) turn.say({ ...pressed.said, replyTo: messageId });
  if (pressed.buttons && messageId !== undefined) await changeButtons(turn, messageId, pressed.buttons);
  if (!pressed.shown) return;
  if (messageId === undefined || !(await editInPlace(turn, messageId, pressed.shown))) turn.say(pressed.shown);
}

type Pressed = PressedMessage & { shown: Reply | null };

async function press(turn: Turn, data: string, text: string): Promise<Pressed> {
  const { linked, words } = turn;
  const choice = readChoice(data);
  // Also when it is pressed twice: the first time has disconnected already.
  if (choice?.kind === "unlink" && choice.id === "yes") {
    if (linked) await unlinkTelegram(linked.ctx);
    return { shown: say(words.unlinked) };
  }
  if (!linked && choice?.kind === "message") return { shown: null, notice: words.proactive.disconnected };
  if (!linked) return { shown: linkGuide(words, turn.page) };
  if (!choice) return { shown: isOfSettings(data) ? await showPanel(linked, words) : null };
  switch (choice.kind) {
    case "unlink":
      return { shown: say(words.stillLinked) };
    case "conversation":
      return chooseConversation(turn, linked, choice.id);
    case "model":
      return chooseModel(turn, linked, choice.id);
    case "message":
      return { shown: null, ...(await pressMessage(linked, words, choice)) };
    case "panel":
      return { shown: await pressPanel(linked, words, choice.id) };
    case "setting":
      return { shown: await pressSetting(linked, words, choice.setting, text) };
  }
}

async function chooseConversation({ words }: Turn, linked: Linked, conversationId: string): Promise<Pressed> {
  try {
    const { title } = await linked.caller.conversations.get({ conversationId });
    await chooseTelegramConversation(linked.ctx, { conversationId });
    const list = await listConversations(linked, words, conversationId);
    return { shown: { ...list, text: words.goesOnWith(title) } };
  } catch (error) {
    if (reasonOf(error) !== "no-such-thing") throw error;
    return { shown: null, notice: words.conversationNotThere };
  }
}

async function chooseModel({ words }: Turn, linked: Linked, modelId: string): Promise<Pressed> {
  const { conversationId } = linked.connection;
  try {
    await linked.caller.models.choose({ modelId });
    if (conversationId !== null) await chooseConversationModel(linked.ctx, { conversationId, modelId });
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === "unknown-model") return { shown: null, notice: words.modelNotThere };
    // The conversation is in the trash, and the next message begins a new one.
    if (reason !== "no-such-thing") throw error;
  }
  return { shown: await listModels(linked, words) };
}

// Telegram shows a waiting mark on the button until this comes.
async function answerPress({ efforts, door, chat, signal }: Turn, callbackId: string, notice?: string): Promise<void> {
  const text = notice === undefined ? undefined : clip(notice, LONGEST_NOTICE);
  await efforts.untilAllowed(chat, signal);
  await efforts.attempt(chat, () => door.answerCallback({ callbackId, text }));
}

/** Where they can not be changed any more, as under a message that was deleted, what was pressed holds all the same. */
async function changeButtons({ door, efforts, chat }: Turn, telegramMessageId: number, buttons: TelegramButton[][]) {
  const outcome = await door.editButtons({ chatId: chat.chatId, telegramMessageId, buttons });
  if (outcome.kind === "hold") await efforts.hold(chat, outcome.retryAfterSeconds);
}

/** False where the message can not be changed any more: what it would show is then said. */
async function editInPlace(turn: Turn, telegramMessageId: number, shown: Reply): Promise<boolean> {
  const { door, efforts, chat, signal } = turn;
  await efforts.untilAllowed(chat, signal);
  if (signal.aborted) return false;
  const outcome = await door.edit({ ...shown, chatId: chat.chatId, telegramMessageId });
  if (outcome.kind === "hold") await efforts.hold(chat, outcome.retryAfterSeconds);
  // An edit of which nobody knows whether it was taken says nothing that the next press would not.
  return outcome.kind === "sent" || outcome.kind === "uncertain";
}
