import { describe, expect, test } from "vitest";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { DEFAULT_PROACTIVE_SETTINGS } from "../../proactive/ledger/default-settings.ts";
import { connectChats } from "../../../testing/telegram/connect-chats.ts";
import type { DeliveryCall, DeliveryEnd, DeliveryRun } from "../../../testing/telegram/delivery/delivery-run.ts";
import { findDeliveryProblems } from "../../../testing/telegram/delivery/find-delivery-problems.ts";
import { planDeliveryFaults } from "../../../testing/telegram/delivery/plan-delivery-faults.ts";
import { runDeliveryFaults } from "../../../testing/telegram/delivery/run-delivery-faults.ts";

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const NEVER_QUIET: typeof DEFAULT_PROACTIVE_SETTINGS.quietHours = [null, null, null, null, null, null, null];

async function runSeed(seed: number): Promise<DeliveryRun> {
  const base = createTestContext();
  const plan = planDeliveryFaults(seed);
  const chatIds = plan.withWeb.map((_, chat) => 501 + chat);
  const people = await connectChats(base, chatIds, async () => (await base.newPerson()).userId);
  for (const [chat, { userId }] of people.entries()) {
    const channels = plan.withWeb[chat] ? (["telegram", "web"] as const) : (["telegram"] as const);
    const wishes = { optedInAt: base.clock.now(), channels: [...channels], quietHours: NEVER_QUIET };
    await base.store.asUser(userId, (tx) => tx.proactive.saveSettings({ ...DEFAULT_PROACTIVE_SETTINGS, ...wishes }));
  }
  const { telegram } = base.channels;
  const pass = async (ms: number) => base.clock.advance(ms);
  const ran = await runDeliveryFaults({ plan, people, services: base, telegram, pass });
  const { telegramSends, telegramUpdates, proactiveMessages, events } = base.store.tables();
  const wordsOf = new Map(ran.written.map(({ updateId, words }) => [updateId, words]));
  const messages = [...proactiveMessages.values()];
  const wordsBehind = (key: string) =>
    messages.find(({ id }) => key.startsWith(`proactive:${id}:`))?.text ??
    wordsOf.get(Number(key.split(" ")[1])) ??
    null;
  return {
    ...ran,
    rows: [...telegramSends.values()].map((row) => ({
      ...row,
      ...{ words: wordsBehind(row.dedupeKey), messageId: row.answer?.messageId ?? null },
    })),
    ignored: [...telegramUpdates.values()].flatMap(({ updateId, state, reason }) => {
      const words = wordsOf.get(updateId);
      return state === "ignored" && words ? [{ words, reason }] : [];
    }),
    told: [...events.values()].flatMap((event) => (event.type === "TelegramDelivered" ? [event.payload] : [])),
    messages,
  };
}
const callsOf = (run: DeliveryRun) => run.events.filter((event): event is DeliveryCall => event.kind !== "unblocked");

describe("T5, T6, T7, T9: replies and what nobody asked for, in six chats, while Telegram does what a seed says", () => {
  const seen: DeliveryRun[] = [];

  test.each(SEEDS)("every promise of delivery holds (seed %i)", async (seed) => {
    const run = await runSeed(seed);
    seen.push(run);
    expect(findDeliveryProblems(run)).toEqual([]);
  });

  test("the seeds reach what they are for", () => {
    const ends = new Set(seen.flatMap(callsOf).map(({ end }) => end));
    const all: DeliveryEnd[] = ["taken", "lost", "flood", "server-error", "bad-entities", "blocked", "refused"];
    expect(all.filter((end) => !ends.has(end))).toEqual(["refused"]);
    const count = (what: (run: DeliveryRun) => number) => seen.reduce((sum, run) => sum + what(run), 0);
    expect(count(({ rows }) => rows.filter(({ state }) => state === "cancelled").length)).toBeGreaterThan(5);
    expect(count(({ ignored }) => ignored.length)).toBeGreaterThan(5);
    // Tries that never left the process.
    const tries = count(({ rows }) => rows.reduce((sum, { attempts }) => sum + attempts, 0));
    expect(tries - count((run) => callsOf(run).length)).toBeGreaterThan(20);
  });
});
