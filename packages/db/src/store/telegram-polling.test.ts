import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import { createTestStore } from "../testing/test-store.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

test("T4: a poller that is held inside of a transaction keeps another one waiting for five seconds at most", async () => {
  const [held, other] = [createTestStore(database), createTestStore(database)];
  const poller = await held.store.asSystem(async (tx) => {
    await tx.generations.heartbeat("held", 1);
    return tx.telegram.claimPolling(1, "held");
  });
  if (!poller) throw new Error("Nobody polls.");
  let goOn: () => void = () => undefined;
  const woken = new Promise<void>((wake) => {
    goOn = wake;
  });
  const late = held.store
    .asSystem(async (tx) => {
      await tx.telegram.lockPolling(poller);
      await woken;
      return tx.telegram.receive(1, [{ updateId: 1, chatId: 1, kind: "message", payload: {}, ignore: null }]);
    })
    .catch((error: { code?: string }) => error.code);
  await database.shiftLeaseTime(5);
  const claim = () => other.store.asSystem((tx) => tx.telegram.claimPolling(1, "other"));
  await expect.poll(claim, { timeout: 8_000, interval: 100 }).toMatchObject({ workerId: "other", fence: 2 });
  goOn();
  expect(await late).toBe("UNAVAILABLE");
  await Promise.all([held.store.close(), other.store.close()]);
});
