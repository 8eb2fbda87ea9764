import { setTimeout as sleep } from "node:timers/promises";
import { LEASE_SECONDS } from "@procode/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { problemsOf } from "../chaos/problems-of.ts";
import { runTelegramCrash } from "../chaos/telegram-crash.ts";
import { openTelegramWorld, type TelegramWorld } from "../product/open-telegram-world.ts";
import { callsTo, takenBy } from "../product/telegram-log.ts";

describe("T1: 100 updates of 20 chats while the bot is killed with -9", () => {
  it.each([1, 2])("seed %i: none is lost in silence, none is answered twice", async (seed) => {
    const counts = await runTelegramCrash({ seed, updates: 100, chats: 20, kills: 3 });
    expect(problemsOf(counts)).toEqual([]);
    expect(counts.kills).toBe(3);
  });
});

describe("a process that ends", () => {
  let world: TelegramWorld;
  beforeAll(async () => {
    world = await openTelegramWorld({ seed: 14 });
  });
  afterAll(() => world?.close());

  const PATIENCE = { timeout: 30_000, interval: 50 };

  it("T14: killed in the middle of a stream leaves one message, which says that it broke off and what to do", async () => {
    const first = await world.startBot();
    const person = await world.newPersona();
    await vi.waitFor(() => expect(takenBy(world, person.chatId)).toHaveLength(2), PATIENCE);
    person.say("Tell me much [[sandbox first=50 interval=30 tokens=1000]]");
    await vi.waitFor(
      () => expect(callsTo(world, person.chatId, "sendMessageDraft").length).toBeGreaterThan(1),
      PATIENCE,
    );
    await first.kill();
    await world.database.shiftLeaseTime(LEASE_SECONDS + 1);
    const second = await world.startBot();
    await vi.waitFor(() => expect(takenBy(world, person.chatId)).toHaveLength(3), PATIENCE);
    const [, , text] = takenBy(world, person.chatId);
    expect(text).toMatch(/^the quick brown fox[\s\S]*The answer stopped half way\. PROCODE was restarted meanwhile\./);
    expect(text).toContain("/retry");
    expect(person.sees().draft).toBeNull();
    person.say("/retry");
    await vi.waitFor(
      () => expect(callsTo(world, person.chatId, "sendMessageDraft").length).toBeGreaterThan(3),
      PATIENCE,
    );
    person.say("/stop");
    await vi.waitFor(() => expect(takenBy(world, person.chatId)).toHaveLength(5), PATIENCE);
    await second.stop();
  });

  it("asked to end under load leaves nothing uncertain, loses nothing, saves where it was, and is gone within eight seconds", async () => {
    let bot = await world.startBot();
    const people = await Promise.all(Array.from({ length: 8 }, () => world.newPersona()));
    world.telegram.control.addRule({ method: "sendMessage", fault: { delayMs: 100 } });
    const asked = people.flatMap((person) =>
      [1, 2, 3, 4].map((number) => {
        person.say(`q${number} [[sandbox echo first=40 interval=5]]`);
        return number;
      }),
    );
    for (let stops = 0; stops < 2; stops++) {
      await sleep(700);
      const startedMs = performance.now();
      expect(await bot.stop()).toBe(0);
      expect(performance.now() - startedMs).toBeLessThan(8_000);
      // What Telegram will not tell again stands in the database.
      const stored = await world.database.query<{ id: string }>("SELECT update_id AS id FROM telegram_updates");
      const saved = new Set(stored.map(({ id }) => Number(id)));
      const confirmed = world.telegram.log
        .entries()
        .flatMap((entry) => (entry.type === "confirmed" ? entry.update_ids : []));
      expect(confirmed.length).toBeGreaterThan(0);
      expect(confirmed.filter((id) => !saved.has(id))).toEqual([]);
      bot = await world.startBot();
    }
    await vi.waitFor(
      () => expect(people.flatMap(({ chatId }) => takenBy(world, chatId).slice(2))).toHaveLength(asked.length),
      PATIENCE,
    );
    await bot.stop();
    for (const { chatId } of people) {
      expect(
        takenBy(world, chatId)
          .slice(2)
          .map((text) => text.slice(0, 2)),
      ).toEqual(["q1", "q2", "q3", "q4"]);
      expect((await world.sends(chatId)).every(({ state }) => state === "sent")).toBe(true);
    }
  });
});
