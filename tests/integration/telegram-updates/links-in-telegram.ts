import { createTelegramLink } from "@procode/core";
import { describe, expect, it, vi } from "vitest";
import { callerOf } from "../../product/open-telegram-world.ts";
import { PATIENCE, type Talk } from "../../product/talk-in-telegram.ts";
import { takenBy } from "../../product/telegram-log.ts";

/** T17: whom a link connects, and whom it does not. */
export function linksInTelegram(talk: () => Talk): void {
  describe("T17: a link", () => {
    const tokenOf = (url: string) => new URL(url).searchParams.get("start") ?? "";
    let strangers = 9_000;
    const stranger = (languageCode = "en") => {
      const chatId = ++strangers;
      return { chatId, ...talk().world.telegram.person({ id: chatId, firstName: `Stranger ${chatId}`, languageCode }) };
    };
    const lastOf = (chatId: number, count: number) =>
      vi.waitFor(() => {
        const texts = takenBy(talk().world, chatId);
        expect(texts).toHaveLength(count);
        return texts.at(-1) ?? "";
      }, PATIENCE);

    it("opens once, connects when the web confirms the name, and is worth nothing afterwards", async () => {
      const { world } = talk();
      const { ctx } = await world.newAccount();
      const web = callerOf(ctx);
      const { url, link } = await web.telegram.createLink();
      const token = tokenOf(url);
      expect(token.length).toBeLessThanOrEqual(64);
      const person = stranger();
      person.start(token);
      expect(await lastOf(person.chatId, 1)).toMatch(/^This link belongs to Person\. Confirm it/);
      const { connection, link: opened } = await web.telegram.status();
      expect(connection).toBeNull();
      expect(opened).toMatchObject({ state: "opened", openedBy: { name: `Stranger ${person.chatId}` } });

      const thief = stranger();
      thief.start(token);
      expect(await lastOf(thief.chatId, 1)).toMatch(/^The link was used or is older than ten minutes/);

      expect((await web.telegram.confirm({ linkId: link.id })).connection).toMatchObject({ state: "active" });
      expect(await lastOf(person.chatId, 2)).toMatch(/^This chat now belongs to/);
      thief.start(token);
      expect(await lastOf(thief.chatId, 2)).toMatch(/^The link was used or is older than ten minutes/);
      const kept = await world.database.query<{ row: string }>("SELECT to_jsonb(l)::text AS row FROM telegram_links l");
      expect(kept.some(({ row }) => row.includes(token))).toBe(false);
    });

    it("of 65 characters, replaced, or guessed is over alike; after five tries the chat waits", async () => {
      const { world } = talk();
      const { ctx } = await world.newAccount();
      const first = tokenOf((await createTelegramLink(ctx)).url);
      const second = tokenOf((await createTelegramLink(ctx)).url);
      const person = stranger("pl");
      const tokens = ["x".repeat(65), first, "guessed", "../../etc", "a b"];
      for (const [index, token] of tokens.entries()) {
        person.start(token);
        expect(await lastOf(person.chatId, index + 1)).toMatch(/^Ten link był już użyty/);
      }
      // Even the right one, for an hour.
      person.start(second);
      expect(await lastOf(person.chatId, 6)).toMatch(/^W tym czacie próbowano już zbyt wielu linków/);
      expect((await callerOf(ctx).telegram.status()).link?.state).toBe("waiting");
    });

    it("connects nobody to a chat that belongs to somebody, and /unlink frees it", async () => {
      const { world, quietPersona, untilSaid } = talk();
      const person = await quietPersona();
      const { ctx } = await world.newAccount();
      const token = tokenOf((await createTelegramLink(ctx)).url);
      person.start(token);
      expect((await untilSaid(person, 1))[0]).toMatch(/^This chat is connected to an account already/);
      person.say("/unlink");
      await untilSaid(person, 2);
      person.press("Disconnect");
      await vi.waitFor(
        async () => expect((await callerOf(person.ctx).telegram.status()).connection).toBeNull(),
        PATIENCE,
      );
      person.start(token);
      expect((await untilSaid(person, 3))[2]).toMatch(/^This link belongs to/);
    });
  });
}
