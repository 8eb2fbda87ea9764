import { describe, expect, test } from "vitest";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { connectChats } from "../../../testing/telegram/connect-chats.ts";
import { findBrokenPromises } from "../../../testing/telegram/find-broken-promises.ts";
import { type FaultRun, runTelegramFaults } from "../../../testing/telegram/run-telegram-faults.ts";

const SEEDS = Array.from({ length: 60 }, (_, index) => index + 1);

async function runSeed(seed: number) {
  const base = createTestContext();
  const chats = await connectChats(base, [501, 502, 503], async () => (await base.newPerson()).userId);
  const run = await runTelegramFaults({
    ...{ seed, firstUpdateId: 1, updates: 30, kills: 8, services: base, telegram: base.channels.telegram, chats },
    pass: async (seconds) => base.clock.advance(seconds * 1_000),
  });
  const { telegramSends, telegramUpdates, events } = base.store.tables();
  const delivered = [...events.values()].flatMap((event) =>
    event.type === "TelegramDelivered" ? [event.payload] : [],
  );
  return { run, sends: [...telegramSends.values()], updates: [...telegramUpdates.values()], delivered };
}

describe("with processes that die, stall and lose their chats, and a Telegram that misbehaves", () => {
  const seen: FaultRun[] = [];

  test.each(SEEDS)(
    "nothing is lost in silence or sent twice, and each chat keeps its order (seed %i)",
    async (seed) => {
      const { run, sends, updates, delivered } = await runSeed(seed);
      seen.push(run);
      expect(findBrokenPromises(run, sends, delivered)).toEqual([]);
      expect(updates).toHaveLength(30);
      expect(updates.filter(({ state, payload }) => state !== "done" || payload !== null)).toEqual([]);
    },
  );

  test("the seeds reach what they are for: deaths, takeovers, cuts, and blocks", () => {
    const sum = (count: (run: FaultRun) => number) => seen.reduce((total, run) => total + count(run), 0);
    expect(sum((run) => run.kills)).toBeGreaterThan(300);
    expect(sum((run) => run.takeovers)).toBeGreaterThan(100);
    expect(sum((run) => run.cuts)).toBeGreaterThan(200);
    expect(sum((run) => run.accepted.length)).toBeGreaterThan(1_000);
  });
});
