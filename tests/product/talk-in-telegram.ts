import type { Message } from "@procode/contracts";
import { expect, vi } from "vitest";
import { callerOf, type Persona, type TelegramWorld } from "./open-telegram-world.ts";
import { takenBy } from "./telegram-log.ts";

export const PATIENCE = { timeout: 30_000, interval: 50 };
/** What a model is to be told so that it says the same, without a pause. */
export const AT_ONCE = "[[sandbox echo first=0 interval=0]]";

type Someone = Pick<Persona, "chatId">;
type Update = { update_id: number };

/** What tests in Telegram say of people there and wait for. */
export type Talk = {
  world: TelegramWorld;
  /** Somebody connected whose two greetings are over. */
  quietPersona(languageCode?: string): Promise<Persona>;
  /** What came after the two greetings. */
  said(person: Someone): string[];
  untilSaid(person: Someone, count: number): Promise<string[]>;
  /** Until every update that Telegram queued is worked on and everything is sent. */
  untilNothingWaits(): Promise<void>;
  /** What Telegram has queued of somebody. */
  updatesOf(chatId: number): Update[];
  /** All that stands on the web, newest first in each conversation. */
  messagesOf(person: Persona): Promise<Message[]>;
};

export function talkIn(world: TelegramWorld): Talk {
  const said = (person: Someone) => takenBy(world, person.chatId).slice(2);
  return {
    world,
    async quietPersona(languageCode = "en") {
      const person = await world.newPersona(languageCode);
      await vi.waitFor(() => expect(takenBy(world, person.chatId)).toHaveLength(2), PATIENCE);
      return person;
    },
    said,
    untilSaid: (person, count) =>
      vi.waitFor(() => {
        const texts = said(person);
        expect(texts).toHaveLength(count);
        return texts;
      }, PATIENCE),
    untilNothingWaits: () =>
      vi.waitFor(async () => {
        const came = world.telegram.log.entries().filter((entry) => entry.type === "update" && entry.is_queued).length;
        const [open] = await world.database.query<{ stored: number; waiting: number }>(
          `SELECT (SELECT count(*)::int FROM telegram_updates) AS stored,
            (SELECT count(*)::int FROM telegram_updates WHERE state = 'received')
            + (SELECT count(*)::int FROM telegram_sends WHERE state IN ('queued', 'sending')) AS waiting`,
        );
        expect(open).toMatchObject({ waiting: 0 });
        expect(open?.stored).toBeGreaterThanOrEqual(came);
      }, PATIENCE),
    updatesOf: (chatId) =>
      world.telegram.log.entries().flatMap((entry) => {
        if (entry.type !== "update") return [];
        return JSON.stringify(entry.update).includes(`"id":${chatId},`) ? [entry.update] : [];
      }),
    async messagesOf(person) {
      const web = callerOf(person.ctx);
      const { conversations } = await web.conversations.list({});
      const pages = await Promise.all(
        conversations.map(({ id }) => web.conversations.messages({ conversationId: id, limit: 100 })),
      );
      return pages.flatMap(({ messages }) => messages);
    },
  };
}
