import { announceTelegramBot, type Context, ProcodeError, type TelegramBot, type TelegramDoor } from "@procode/core";
import type { CompleteEnv } from "@procode/runtime";
import { english } from "../words/english.ts";
import { polish } from "../words/polish.ts";
import type { Words } from "../words/words.ts";
import { createBackoff } from "./create-backoff.ts";

type Introduction = { job: Context; door: TelegramDoor; env: CompleteEnv; signal: AbortSignal };
export type Introduced = TelegramBot & { openUrl: string };

/**
 * Asks Telegram who this bot is, says so in the database, sets the menu and how updates come. Tries until it works or
 * the signal aborts (null then); `onTrouble` hears the first reason.
 */
export async function introduceBot(
  introduction: Introduction,
  onTrouble: (why: string) => void,
): Promise<Introduced | null> {
  const { job, signal } = introduction;
  const backoff = createBackoff(job);
  let told: string | null = null;
  while (!signal.aborted) {
    try {
      return await introduce(introduction);
    } catch (error) {
      const refused = error instanceof ProcodeError && error.details.reason === "provider-key";
      const why = refused
        ? "Telegram does not accept TELEGRAM_BOT_TOKEN; take the one that BotFather gave"
        : "Telegram does not answer; the bot tries again by itself";
      if (why !== told) job.log.warn(why, { error });
      told = why;
      onTrouble(why);
      await backoff.wait(signal);
    }
  }
  return null;
}

async function introduce({ job, door, env }: Introduction): Promise<Introduced> {
  const { mode, webhookSecret, phoneUrl } = env.telegram;
  const bot = await door.identify();
  const openUrl = phoneUrl ?? `https://t.me/${bot.username}`;
  await announceTelegramBot(job, { ...bot, openUrl });
  await door.setCommands(menuOf(english));
  await door.setCommands(menuOf(polish), "pl");
  // Whoever leaves webhook mode must take it back, or nothing can be polled.
  await door.setWebhook(
    mode === "webhook" ? { url: `${env.appUrl}/api/telegram/webhook`, secret: webhookSecret ?? "" } : null,
  );
  return { ...bot, openUrl };
}

function menuOf({ menu }: Words): { command: string; description: string }[] {
  return Object.entries(menu).map(([command, description]) => ({ command, description }));
}
