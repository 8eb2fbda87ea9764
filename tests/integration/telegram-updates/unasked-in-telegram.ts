import { claimProactive, DEFAULT_PROACTIVE_SETTINGS, sendProactive } from "@procode/core";
import { describe, expect, it, vi } from "vitest";
import { callerOf, type Persona } from "../../product/open-telegram-world.ts";
import { AT_ONCE, PATIENCE, type Talk } from "../../product/talk-in-telegram.ts";
import { callsTo } from "../../product/telegram-log.ts";

/** What PROCODE writes first, and what is set for it, in a chat. */
export function unaskedInTelegram(talk: () => Talk): void {
  describe("a message that nobody asked for", () => {
    /** As the hourly run would leave it, due now. */
    async function plan({ userId }: Persona): Promise<void> {
      const { store, ids, clock } = talk().world.runtime.services;
      const now = clock.now();
      const [id, slot] = [ids.next(), new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000)];
      await store.asUser(userId, async ({ proactive }) => {
        const quietHours: typeof DEFAULT_PROACTIVE_SETTINGS.quietHours = [null, null, null, null, null, null, null];
        await proactive.saveSettings({ ...DEFAULT_PROACTIVE_SETTINGS, optedInAt: now, quietHours });
        await proactive.append({
          ...{ id, slot, reason: "reminder", topic: "Tea", rule: "reminder", text: "Tea is out.", why: "You asked." },
          ...{ facts: [], model: null, generationId: null, confidence: 90, loopId: null, newestMessageId: null },
          ...{ contextVersion: 0, settingsVersion: 1, plannedAt: now, scheduledFor: now },
          expiresAt: new Date(now.getTime() + 3_600_000),
        });
        await proactive.move(id, "scheduled", "It is to be told now.");
      });
      for (const owner of await claimProactive(talk().world.job, { limit: 10 }))
        await sendProactive(talk().world.job, owner);
    }

    it("comes with buttons in the person's language, is judged once by a press that is read twice, and a reply goes on in its conversation", async () => {
      const { world, quietPersona, said, untilSaid, untilNothingWaits, updatesOf, messagesOf } = talk();
      const person = await quietPersona("pl");
      await plan(person);
      await untilSaid(person, 1);
      const shown = () => person.sees().messages.filter(({ text }) => text === "Tea is out.");
      const labels = () => shown()[0]?.buttons.map((row) => row.map(({ text }) => text));
      expect(labels()).toEqual([
        ["Przydatne", "Nie to", "Rzadziej o tym"],
        ["Skąd ta wiadomość", "Wycisz na czas"],
      ]);
      person.press("Rzadziej o tym");
      world.telegram.control.redeliver(updatesOf(person.chatId).at(-1)?.update_id ?? 0, 2);
      await vi.waitFor(() => expect(labels()?.[0]).toContain("✓ Rzadziej o tym"), PATIENCE);
      person.press("Nie to");
      await vi.waitFor(() => expect(labels()?.[0]).toContain("✓ Nie to"), PATIENCE);
      person.press("Przydatne");
      await vi.waitFor(() => expect(labels()?.[0]).toEqual(["✓ Przydatne", "Nie to", "✓ Rzadziej o tym"]), PATIENCE);
      await untilNothingWaits();
      expect([shown().length, said(person).length]).toEqual([1, 1]);
      const web = callerOf(person.ctx);
      expect((await web.proactive.settings()).settings.topics).toEqual({ Tea: "rarely" });
      const [message] = (await web.proactive.list()).messages;
      const kinds = (await web.proactive.explain({ id: message?.id ?? "" })).feedback;
      expect(kinds.toSorted()).toEqual(["less", "up"]);

      person.say("/new");
      await untilSaid(person, 2);
      const [{ message_id: messageId, text } = { message_id: 0, text: "" }] = shown();
      const chat = { id: person.chatId, type: "private", first_name: "P" };
      world.telegram.push({
        message: {
          ...{ message_id: 900_001, date: 0, chat, text: `Which tea? ${AT_ONCE}` },
          from: { id: person.chatId, is_bot: false, first_name: "P", language_code: "pl" },
          reply_to_message: { message_id: messageId, date: 0, chat, text },
        },
      });
      await untilSaid(person, 3);
      const stored = (await messagesOf(person)).toReversed();
      expect(stored.map(({ role }) => role)).toEqual(["assistant", "user", "assistant"]);
      expect(new Set(stored.map(({ conversationId }) => conversationId)).size).toBe(1);
    });
  });

  describe("the settings of what nobody asked for", () => {
    /** A reply to the newest message of the bot, as Telegram sends it: with the buttons that stand under that. */
    function answer(person: Persona, number: number, text: string): void {
      const { message_id: messageId, text: shown, buttons } = person.sees().messages.at(-1) ?? { buttons: [] };
      const chat = { id: person.chatId, type: "private", first_name: "P" };
      talk().world.telegram.push({
        message: {
          ...{ message_id: number, date: 0, chat, text },
          from: { id: person.chatId, is_bot: false, first_name: "P", language_code: "en" },
          reply_to_message: {
            ...{ message_id: messageId, date: 0, chat, text: shown, reply_markup: { inline_keyboard: buttons } },
          },
        },
      });
    }

    it("are one message that is changed in place: by two presses at once, by an old one, and in words", async () => {
      const { world, quietPersona, said, untilSaid, untilNothingWaits, messagesOf } = talk();
      const person = await quietPersona();
      const web = callerOf(person.ctx);
      const settings = async () => (await web.proactive.settings()).settings;
      person.say("/proactive");
      await untilSaid(person, 1);
      const shows = (text: string) =>
        vi.waitFor(() => expect(person.sees().messages.at(-1)?.text.split("\n")[0]).toBe(text), PATIENCE);
      person.press("Switch on");
      person.press("Quiet hours");
      await shows("Quiet hours: 22:00–07:30 every day (UTC)");
      person.press("from 23:00");
      person.press("from 23:00");
      await shows("Quiet hours: 23:00–07:30 every day (UTC)");
      // Telegram takes no word on a press of twenty minutes ago; what was pressed holds all the same.
      world.telegram.control.addRule({
        ...{ method: "answerCallbackQuery", chatId: person.chatId, times: 1, fault: { refuse: "old-query" } },
      });
      person.press("until 09:00");
      await shows("Quiet hours: 23:00–09:00 every day (UTC)");
      await untilNothingWaits();
      expect(said(person)).toHaveLength(1);
      expect(callsTo(world, person.chatId, "answerCallbackQuery")).toHaveLength(5);
      answer(person, 900_101, "Sat-Sun none");
      const weekday = { from: "23:00", to: "09:00" };
      const quietHours = [weekday, weekday, weekday, weekday, weekday, null, null];
      await vi.waitFor(async () => expect(await settings()).toMatchObject({ quietHours }), PATIENCE);
      await untilSaid(person, 2);
      expect(await messagesOf(person)).toEqual([]);
    });

    it("/remind orders what was confirmed, once, and a reminder for soon is planned for its minute as it is noted", async () => {
      const { quietPersona, said, untilSaid, untilNothingWaits } = talk();
      const person = await quietPersona();
      const web = callerOf(person.ctx);
      await web.proactive.update({ optedIn: true, quietHours: [null, null, null, null, null, null, null] });
      person.say("/remind every weekday at 8 my plan for the day");
      await untilSaid(person, 1);
      person.press("Order it");
      person.press("Order it");
      await untilNothingWaits();
      const plan = { weekdays: [1, 2, 3, 4, 5], at: "08:00", words: "my plan for the day" };
      expect((await web.proactive.settings()).schedules).toMatchObject([plan]);
      expect(said(person)).toHaveLength(1);
      const from = Date.now();
      person.say("/remind in 20 minutes to call mum");
      expect((await untilSaid(person, 3))[1]).toMatch(/^Noted for .*: call mum$/);
      const planned = await vi.waitFor(async () => {
        const [message] = (await web.proactive.list()).messages;
        expect(message).toMatchObject({ state: "scheduled", rule: "reminder", model: null });
        return message;
      }, PATIENCE);
      const ahead = (planned?.scheduledFor.getTime() ?? 0) - from;
      expect(Math.abs(ahead - 20 * 60_000)).toBeLessThan(60_000);
    });
  });
}
