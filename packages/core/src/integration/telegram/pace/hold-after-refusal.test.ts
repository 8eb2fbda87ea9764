import { describe, expect, test } from "vitest";
import type { TelegramOutcome } from "../../../ports/telegram.ts";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { openTelegramChat, type TelegramChat } from "../../../testing/telegram/open-telegram-chat.ts";
import { deliverTelegramSend } from "../delivery/deliver-telegram-send.ts";
import { finishTelegramUpdate } from "../delivery/finish-telegram-update.ts";
import { nextTelegramWork } from "../delivery/next-telegram-work.ts";
import type { TelegramOwner } from "../telegram-desk.ts";
import { telegramHeldSeconds } from "./telegram-held-seconds.ts";

type Opened = { chat: TelegramChat; owner: TelegramOwner };
const PUT_OFF: TelegramOutcome = { kind: "hold", retryAfterSeconds: 35 };

/** Two chats of one bot, in each of which messages wait. */
async function open(isProactive: boolean) {
  const base = createTestContext();
  async function chatWith(chatId: number): Promise<Opened> {
    const chat = await openTelegramChat(base, chatId);
    const updateId = await chat.write("hello");
    const owner = await chat.claim();
    const sends = ["one", "two"].map((text) => chat.message(`${text} ${chatId}`, { isProactive }));
    await finishTelegramUpdate(chat.job, owner, { updateId, state: "done", reason: null, userId: null, sends });
    return { chat, owner };
  }
  const [here, there] = [await chatWith(501), await chatWith(502)];
  return {
    ...{ base, here, there },
    async deliver({ chat, owner }: Opened, outcome?: TelegramOutcome) {
      base.channels.telegram.script = (message) => outcome ?? base.channels.telegram.accept(message);
      const work = await nextTelegramWork(chat.job, owner);
      return work?.kind === "send" ? deliverTelegramSend(chat.job, owner, work.send) : work;
    },
    held: ({ chat }: Opened) => telegramHeldSeconds(chat.job, chat),
  };
}

describe("after a 429", () => {
  test("for a proactive message to a chat that was quiet the whole bot is held, to the second and in every chat", async () => {
    const { base, here, there, deliver, held } = await open(true);
    expect(await deliver(here, PUT_OFF)).toEqual({ kind: "wait", seconds: 35 });
    base.clock.advance(34_999);
    expect([await held(here), await held(there)]).toEqual([0.001, 0.001]);
    expect(await deliver(there)).toMatchObject({ kind: "wait" });
    expect(base.channels.telegram.requests).toHaveLength(1);
    base.clock.advance(1);
    expect([await deliver(there), await deliver(here)]).toEqual([{ kind: "settled" }, { kind: "settled" }]);
  });

  test("for a reply, or into a chat where something was sent a moment ago, that chat alone is held", async () => {
    for (const isProactive of [false, true]) {
      const { here, there, deliver, held } = await open(isProactive);
      if (isProactive) await deliver(here);
      await deliver(here, PUT_OFF);
      expect([await held(here), await held(there)]).toEqual([35, 0]);
      expect(await deliver(there)).toEqual({ kind: "settled" });
    }
  });

  test("in a second chat while the first is still put off the bot is held, whoever asked for the messages", async () => {
    const { base, here, there, deliver, held } = await open(false);
    await deliver(here, PUT_OFF);
    base.clock.advance(20_000);
    await deliver(there, PUT_OFF);
    expect([await held(here), await held(there)]).toEqual([35, 35]);
    base.clock.advance(35_000);
    await deliver(here, PUT_OFF);
    expect([await held(here), await held(there)]).toEqual([35, 0]);
  });
});
