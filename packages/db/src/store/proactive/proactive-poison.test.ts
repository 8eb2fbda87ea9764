import {
  claimProactive,
  DEFAULT_PROACTIVE_SETTINGS,
  jobContext,
  sendProactiveTo,
  settleProactive,
} from "@procode/core";
import { createTestClock, createTestContext, scheduleReminder, seeded } from "@procode/core/testing";
import { expect, test } from "vitest";
import { newPerson } from "../../testing/contract/actions.ts";
import { startTestDatabase } from "../../testing/start-test-database.ts";
import { createTestStore } from "../../testing/test-store.ts";

const [PEOPLE, MOST_ROUNDS] = [15, 200];
const MOST_CLAIMS = 5;

test.each([1, 2, 3])(
  "J9: what ends its worker each time is given up after five of them, and everything else goes out (seed %i)",
  async (seed) => {
    const database = await startTestDatabase();
    const { store, ids } = createTestStore(database);
    const [instance] = await database.query<{ now: Date }>("SELECT procode_now() AS now");
    const clock = createTestClock(instance?.now);
    const base = createTestContext();
    const random = seeded(seed);
    const born = () => {
      const services = { ...base, store, clock, ids: { ...base.ids, next: ids.next }, worker: { id: ids.next() } };
      return jobContext(services, "poison");
    };
    const subject = { store, ids, clock, shiftLeaseTime: database.shiftLeaseTime, close: async () => undefined };
    const wishes = { ...DEFAULT_PROACTIVE_SETTINGS, optedInAt: clock.now(), channels: ["web" as const] };
    const quietHours = [null, null, null, null, null, null, null] as never;
    const poison = new Set<string>();
    for (let number = 0; number < PEOPLE; number++) {
      const userId = await newPerson(subject);
      await store.asUser(userId, (tx) => tx.proactive.saveSettings({ ...wishes, quietHours }));
      const atMs = clock.now().getTime() - random.below(60) * 60_000;
      await scheduleReminder(born(), { userId, text: "Buy tea.", atMs, forHours: 48 });
      if (random.chance() < 0.2 || number === 0) poison.add(userId);
    }
    const open = () => database.query("SELECT FROM proactive_messages WHERE state IN ('scheduled', 'claimed')");

    let deaths = 0;
    for (let round = 0; (await open()).length > 0; round++) {
      if (round > MOST_ROUNDS) throw new Error("It never comes to an end.");
      const ctx = born();
      for (const owner of await claimProactive(ctx, { limit: 1 + random.below(6) })) {
        if (poison.has(owner.userId)) {
          // All that it held goes with it.
          deaths++;
          clock.advance(61_000);
          await database.shiftLeaseTime(61);
          break;
        }
        await sendProactiveTo(ctx, { userId: owner.userId, owners: [owner] });
      }
      await settleProactive(born());
    }
    const rows = await database.query<{ userId: string; state: string; reason: string; claims: number }>(
      `SELECT user_id AS "userId", state, reason, claims FROM proactive_messages`,
    );
    const reason = "Five workers ended while they had it, so it is not tried again.";
    for (const { userId, ...row } of rows)
      expect(row).toMatchObject(
        poison.has(userId) ? { state: "dead", reason, claims: MOST_CLAIMS } : { state: "sent" },
      );
    expect(deaths).toBeLessThanOrEqual(MOST_CLAIMS * poison.size);
    await store.close();
    await database.stop();
  },
);
