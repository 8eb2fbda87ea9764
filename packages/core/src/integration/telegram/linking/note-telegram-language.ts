import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { isLanguageCode } from "./clean-telegram-person.ts";

/** The person, in their connected chat: the language that their Telegram speaks now, for what is said there unasked. What is no name of a language changes nothing. */
export async function noteTelegramLanguage(ctx: Context, { languageCode }: { languageCode: string }): Promise<void> {
  const userId = requireUser(ctx.actor);
  if (!isLanguageCode(languageCode)) return;
  await ctx.store.asUser(userId, (tx) => tx.telegram.updateConnection({ languageCode }));
}
