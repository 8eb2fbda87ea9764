import { jobContext, SHUTDOWN, type TelegramDoor } from "@procode/core";
import { createServices, EnvError, readEnv, requireComplete, startBackground } from "@procode/runtime";
import { createEfforts } from "./chat/create-efforts.ts";
import { type Introduced, introduceBot } from "./process/introduce-bot.ts";
import { keepPolling } from "./process/keep-polling.ts";
import { workChats } from "./process/work-chats.ts";
import { createUpdateFinisher } from "./update/create-update-finisher.ts";
import { createUpdateHandler } from "./update/create-update-handler.ts";
import { userOfBot } from "./update/user-of-bot.ts";

// Together under the eight seconds that a stop may take.
const DRAIN_MS = 4_500;
const GIVE_UP_MS = 700;

export type StartedBot = {
  /** Who it is and where it is talked to, or why it is not there yet; for people. */
  detail: Promise<string>;
  stop(): Promise<void>;
};

/** Starts the bot's process: services, background work, and as soon as Telegram answers the poller (of several processes one polls) and the chats. */
export async function startBot(source: Record<string, string | undefined>): Promise<StartedBot> {
  const env = requireComplete(readEnv(source));
  const { services, close } = await createServices(env);
  const door = services.channels.telegram;
  if (!door)
    throw new EnvError({ TELEGRAM_BOT_TOKEN: "missing; `npm start` brings a Telegram of its own and sets it" });
  const background = await startBackground(services);
  const job = jobContext(services, "telegram-bot");
  const stopping = new AbortController();
  const ended = new AbortController();
  let work: Awaited<ReturnType<typeof begin>> | null = null;

  let tell: (detail: string) => void = () => undefined;
  const detail = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const introduced = introduceBot({ job, door, env, signal: stopping.signal }, tell).then((bot) => {
    if (!bot) return;
    work = begin(bot);
    tell(`@${bot.username}, ${bot.openUrl}`);
    services.log.info("the Telegram bot answers", {
      botId: bot.botId,
      username: bot.username,
      mode: env.telegram.mode,
    });
  });

  function begin(bot: Introduced) {
    const efforts = createEfforts(job);
    const page = `${env.appUrl}/telegram`;
    const parts = { job, door: door as TelegramDoor, efforts, me: userOfBot(bot), page, signal: ended.signal };
    const chats = workChats(job, bot.botId, createUpdateFinisher(job, createUpdateHandler(parts)));
    const polling =
      env.telegram.mode === "polling"
        ? keepPolling({ job, botId: bot.botId, door: parts.door, onStored: chats.wake, signal: stopping.signal })
        : Promise.resolve();
    return { chats, polling };
  }

  return {
    detail,
    async stop() {
      stopping.abort();
      await introduced;
      await work?.polling;
      // First what is being written may end, then it is broken off with its text; a send on its way is always waited for.
      await work?.chats.stop(DRAIN_MS);
      for (const { abort } of services.answers.all()) abort.abort(SHUTDOWN);
      await services.answers.idle(GIVE_UP_MS);
      ended.abort();
      await work?.chats.stop(GIVE_UP_MS);
      await background.stop(GIVE_UP_MS);
      await close();
    },
  };
}
