import {
  claimProactive,
  DEFAULT_PROACTIVE_SETTINGS,
  findProactivePeople,
  jobContext,
  planProactive,
  sendProactiveTo,
  settleProactive,
} from "@procode/core";
import { answerWith, createTestClock, createTestContext, scheduleReminder } from "@procode/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPerson } from "../../testing/contract/actions.ts";
import { startTestDatabase, type TestDatabase } from "../../testing/start-test-database.ts";
import { createTestStore } from "../../testing/test-store.ts";

const [HOUR_MS, AWAY, PEOPLE, BATCH] = [3_600_000, 6, 8, 5];
const NEVER = [null, null, null, null, null, null, null] as const;
let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
}, 60_000);
afterAll(() => database.stop());

test("J5: after six hours away each missed slot has one catch-up at most within its window, the rest is expired with its reason, and there is no storm", async () => {
  const { store, ids } = createTestStore(database);
  const [instance] = await database.query<{ now: Date }>("SELECT procode_now() AS now");
  const clock = createTestClock(instance?.now);
  const base = createTestContext();
  const ctx = jobContext({ ...base, store, clock, ids: { ...base.ids, next: ids.next } }, "downtime");
  const start = clock.now().getTime();
  const people: string[] = [];
  for (let count = 0; count < PEOPLE; count++) {
    const userId = await newPerson({ store, ids });
    people.push(userId);
    const wishes = { optedInAt: clock.now(), channels: ["web" as const], quietHours: [...NEVER] as never };
    // Caps so wide that it is not they that hold the storm back.
    const wide = { caps: { perDay: 10, perWeek: 50 }, topics: { Tea: "often" as const } };
    await store.asUser(userId, async (tx) => {
      await tx.proactive.saveSettings({ ...DEFAULT_PROACTIVE_SETTINGS, ...wishes, ...wide });
      const loops = Array.from({ length: AWAY }, (_, hour) => {
        const [id, dueAt] = [ids.next(), new Date(start + (hour + 0.5) * HOUR_MS)];
        return {
          ...{ id, dueAt, createdAt: clock.now() },
          kind: "reminder" as const,
          words: "Buy tea",
          topic: "Tea",
          sourceId: id,
        };
      });
      await tx.proactive.appendLoops(loops);
    });
    // One for each of the hours away, worth telling for two.
    for (let hour = 0; hour < AWAY; hour++)
      await scheduleReminder(ctx, { userId, text: `${hour} of ${userId}`, atMs: start + hour * HOUR_MS, forHours: 2 });
  }

  clock.advance(AWAY * HOUR_MS);
  await database.shiftLeaseTime((AWAY * HOUR_MS) / 1_000);
  base.models.script = () => {
    const sendAt = clock.now().toISOString();
    const answer = { send: true, text: "You missed some of it.", topic: "Tea", reason: "You asked for it.", sendAt };
    return answerWith(JSON.stringify({ ...answer, confidence: 0.9 }));
  };
  while ((await settleProactive(ctx, { limit: BATCH })).expired > 0);
  // The schedule makes up once for all that was missed, and a second time changes nothing.
  for (let cron = 0; cron < 2; cron++) {
    const at = clock.now();
    const { userIds } = await findProactivePeople(ctx, { at, after: null });
    for (const userId of userIds) await planProactive(ctx, { userId, at });
  }
  expect(base.models.requests).toHaveLength(PEOPLE);

  const sentAtOnce: number[] = [];
  for (
    let owners = await claimProactive(ctx, { limit: BATCH });
    owners.length > 0;
    owners = await claimProactive(ctx, { limit: BATCH })
  ) {
    sentAtOnce.push(owners.length);
    for (const owner of owners) await sendProactiveTo(ctx, { userId: owner.userId, owners: [owner] });
  }
  expect(Math.max(...sentAtOnce)).toBeLessThanOrEqual(BATCH);

  for (const userId of people) {
    const rows = await store.asUser(userId, (tx) => tx.proactive.listSince(new Date(0)));
    expect(new Set(rows.map(({ slot }) => slot.getTime())).size).toBe(rows.length);
    const missed = rows.filter(({ text }) => text.endsWith(userId));
    const within = missed.filter(({ expiresAt }) => expiresAt > clock.now());
    const over = missed.filter(({ expiresAt }) => expiresAt <= clock.now());
    expect([within.length, over.length]).toEqual([1, AWAY - 1]);
    expect(within.map(({ state }) => state)).toEqual(["sent"]);
    for (const { state, reason } of over)
      expect({ state, reason }).toEqual({ state: "expired", reason: "Its time was over before it could be sent." });
    // Of six loops one is caught up in this hour, and none beside it.
    expect(rows.filter(({ text }) => !text.endsWith(userId))).toHaveLength(1);
    expect(rows.filter(({ state }) => state === "sent").length).toBeLessThanOrEqual(2);
  }
  await store.close();
});
