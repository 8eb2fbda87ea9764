import type { ProactiveSettings } from "@procode/contracts";
import { type Context, jobContext } from "../../context.ts";
import { DEFAULT_PROACTIVE_SETTINGS } from "../../integration/proactive/ledger/default-settings.ts";
import type { OpenLoop } from "../../integration/proactive/ledger/proactive-repository.ts";
import type { ProactiveAnswer } from "../../integration/proactive/planning/ask-model.ts";
import { finishTelegramUpdate } from "../../integration/telegram/delivery/finish-telegram-update.ts";
import { releaseTelegramChat } from "../../integration/telegram/delivery/release-telegram-chat.ts";
import { openTelegramChat, type TelegramChat } from "../telegram/open-telegram-chat.ts";
import type { TestContext } from "../create-test-context.ts";
import { confirmAddress } from "../confirm-address.ts";
import { answerWith } from "../scripted-provider.ts";

/** Somebody who switched it on, with a chat in Telegram, as the tests of planning and sending begin. */
export type ProactivePersonUnderTest = {
  userId: string;
  person: TestContext & { userId: string };
  job: Context;
  chat: TelegramChat;
  save(change: Partial<ProactiveSettings>): Promise<void>;
  /** A reminder, if nothing else is said. */
  loop(dueAt: Date, change?: Partial<OpenLoop>): Promise<string>;
  /** What the model says from now on, about the topic of the loop. */
  say(change?: Partial<ProactiveAnswer>): void;
};

export async function openProactivePerson(base: TestContext, chatId = 501): Promise<ProactivePersonUnderTest> {
  const person = await base.newPerson();
  const { userId } = person;
  const chat = await openTelegramChat(base, chatId);
  // A chat is known from the first thing that was said in it.
  const updateId = await chat.write("/start");
  const owner = await chat.claim();
  await finishTelegramUpdate(chat.job, owner, { updateId, state: "done", reason: null, userId: null, sends: [] });
  await releaseTelegramChat(chat.job, owner);
  const save = async (change: Partial<ProactiveSettings>) => {
    await base.store.asUser(userId, async (tx) => {
      await tx.proactive.saveSettings({ ...(await tx.proactive.getSettings()), ...change });
    });
  };
  await base.store.asUser(userId, (tx) =>
    tx.telegram.connect({
      ...{ botId: chat.botId, chatId, conversationId: null, showReceipt: true, connectedAt: base.clock.now() },
      person: { telegramUserId: chatId, username: null, name: "Ada" },
    }),
  );
  await confirmAddress(base, userId);
  await save({ ...DEFAULT_PROACTIVE_SETTINGS, optedInAt: base.clock.now() });
  return {
    ...{ userId, person, chat, save, job: jobContext(base, "test") },
    async loop(dueAt, change = {}) {
      const id = base.ids.next();
      const loop = {
        kind: "reminder" as const,
        words: "Buy tea",
        topic: "Tea",
        sourceId: id,
        createdAt: base.clock.now(),
      };
      await base.store.asUser(userId, (tx) => tx.proactive.appendLoops([{ ...loop, id, dueAt, ...change }]));
      return id;
    },
    say(change = {}) {
      const sendAt = base.clock.now().toISOString();
      const answer = { send: true, text: "Tea is out: buy some.", topic: "Tea", reason: "You asked for it.", sendAt };
      base.models.script = () => answerWith(JSON.stringify({ ...answer, confidence: 0.9, ...change }));
    },
  };
}
