import { createCaller } from "@procode/api";
import {
  findTelegramConnection,
  newTraceId,
  noteTelegramLanguage,
  type Context,
  type TelegramChatRef,
  type TelegramDoor,
  type WaitingTelegramUpdate,
} from "@procode/core";
import { Api, Context as GrammyContext } from "grammy";
import type { Update, User, UserFromGetMe } from "grammy/types";
import type { Efforts } from "../chat/create-efforts.ts";
import { wordsFor } from "../words/words-for.ts";
import { createRouter } from "./create-router.ts";
import type { BotContext, Linked, Turn } from "./turn.ts";

export type Handled = Pick<Turn, "said" | "ignored"> & { userId: string | null };
export type UpdateHandler = (chat: TelegramChatRef, update: WaitingTelegramUpdate) => Promise<Handled>;

type Parts = {
  job: Context;
  door: TelegramDoor;
  efforts: Efforts;
  me: UserFromGetMe;
  page: string;
  signal: AbortSignal;
};

/** Reads an update and decides what is said to it. Safe to repeat: nothing is sent, and what is stored is stored once. */
export function createUpdateHandler({ me, ...parts }: Parts): UpdateHandler {
  const route = createRouter().middleware();
  return async (chat, { updateId, payload }) => {
    // Checked when it was received: the payload is an update as Telegram sent it.
    const update = payload as Update;
    const grammy = new GrammyContext(update, silentApi(), me);
    const turn = await beginTurn(parts, chat, updateId, grammy.from);
    const ctx: BotContext = Object.assign(grammy, { turn });
    await route(ctx, () => Promise.resolve());
    return { said: turn.said, ignored: turn.ignored, userId: turn.linked?.userId ?? null };
  };
}

async function beginTurn(
  parts: Omit<Parts, "me">,
  chat: TelegramChatRef,
  updateId: number,
  from: User | undefined,
): Promise<Turn> {
  const { job, signal } = parts;
  const connection = await findTelegramConnection(job, chat);
  const turn: Turn = {
    ...parts,
    chat,
    updateId,
    person: {
      telegramUserId: from?.id ?? chat.chatId,
      username: from?.username ?? null,
      name: [from?.first_name, from?.last_name].filter(Boolean).join(" "),
      languageCode: from?.language_code,
    },
    connection,
    linked: null,
    words: wordsFor(from?.language_code),
    said: [],
    ignored: null,
    say: (reply) => void turn.said.push({ reply, answer: null }),
    ask: (reply) => void turn.said.push({ reply, answer: null, untilConnected: true }),
    accountOf: (userId) => createCaller(channelContext(job, userId)).account.profile(),
  };
  if (connection?.state === "active") {
    const ctx = channelContext(job, connection.userId);
    const linked: Linked = { userId: connection.userId, connection, ctx, caller: createCaller(ctx, { signal }) };
    turn.linked = linked;
    const languageCode = from?.language_code;
    if (languageCode !== undefined && languageCode !== connection.person.languageCode)
      await noteTelegramLanguage(ctx, { languageCode });
  }
  return turn;
}

/** The connected person, asking through Telegram. */
function channelContext(job: Context, userId: string): Context {
  const requestId = job.tracer.traceId() ?? newTraceId(job.ids);
  return {
    ...job,
    actor: { kind: "channel", userId, channel: "telegram" },
    requestId,
    client: { address: "", userAgent: "Telegram" },
    log: job.log.child({ requestId }),
  };
}

// grammY only sorts updates here: what is said goes through the one queue, so nothing may slip past it.
function silentApi(): Api {
  const api = new Api("0:no-token-is-needed");
  api.config.use(() => {
    throw new Error("A handler says what it has to say; it calls nothing.");
  });
  return api;
}
