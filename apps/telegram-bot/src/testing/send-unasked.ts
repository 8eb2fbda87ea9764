import {
  claimProactive,
  claimTelegramChats,
  deliverTelegramSend,
  finishTelegramUpdate,
  nextTelegramWork,
  planProactive,
  receiveTelegramUpdates,
  releaseTelegramChat,
  sendProactive,
  settleProactive,
  type TelegramMessage,
  updateProactive,
} from "@procode/core";
import { answerWith } from "@procode/core/testing";
import { withMessageButtons } from "../proactive/with-message-buttons.ts";
import type { TestChat } from "./open-chat.ts";

const HOUR = 3_600_000;

type Unasked = { id: string; conversationId: string; telegramMessageId: number; sent: TelegramMessage };

/** A reminder about tea comes to the chat unasked, an hour later, as planner, queue and bot bring it. */
export async function sendUnasked({ chat, process, job, person }: TestChat, text = "Tea is out."): Promise<Unasked> {
  process.clock.advance(HOUR);
  const now = process.clock.now();
  await updateProactive(person, { optedIn: true, topics: { Tea: "often" } });
  const loop = { kind: "reminder" as const, words: "Buy tea", topic: "Tea", dueAt: now, createdAt: now };
  await process.store.asUser(person.userId, (tx) =>
    tx.proactive.appendLoops([{ ...loop, id: process.ids.next(), sourceId: process.ids.next() }]),
  );
  const said = { send: true, text, topic: "Tea", reason: "You asked to be reminded.", confidence: 0.9 };
  const before = process.models.script;
  process.models.script = () => answerWith(JSON.stringify({ ...said, sendAt: now.toISOString() }));
  const planned = await planProactive(job, { userId: person.userId, at: now });
  process.models.script = before;
  const [owner] = await claimProactive(job, { limit: 1 });
  if (planned.outcome !== "planned" || !owner) throw new Error("Nothing was planned.");
  await sendProactive(job, owner);
  await deliverAll({ chat, process, job });
  await settleProactive(job);
  const message = await process.store.asUser(person.userId, (tx) => tx.proactive.findById(planned.messageId));
  const sent = process.channels.telegram.requests.at(-1);
  if (!message?.conversationId || message.telegramMessageId === null || !sent) throw new Error("It did not arrive.");
  const { id, conversationId, telegramMessageId } = message;
  return { id, conversationId, telegramMessageId, sent };
}

/** All that the bot's process has to do in the chat. */
async function deliverAll({ chat, process, job }: Pick<TestChat, "chat" | "process" | "job">): Promise<void> {
  const { botId, chatId } = chat;
  // A chat is known from the first thing that was said in it.
  const updateId = process.clock.now().getTime();
  const first = { updateId, chatId, kind: "message", payload: {}, ignore: null };
  await receiveTelegramUpdates(job, { botId, updates: [first] });
  const owner = (await claimTelegramChats(job, { botId, limit: 10 })).find((one) => one.chatId === chatId);
  if (!owner) throw new Error("The chat has nothing to do.");
  for (;;) {
    const work = await nextTelegramWork(job, owner);
    if (work?.kind === "send") await deliverTelegramSend(job, owner, await withMessageButtons(job, botId, work.send));
    else if (work?.kind === "update")
      await finishTelegramUpdate(job, owner, { updateId, state: "done", reason: null, userId: null, sends: [] });
    else break;
  }
  await releaseTelegramChat(job, owner);
}
