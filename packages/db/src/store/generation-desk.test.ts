import { afterAll, beforeAll, expect, test } from "vitest";
import { appendPart, newAnswer, newPerson } from "../testing/contract/actions.ts";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import { createTestStore } from "../testing/test-store.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

test("a stream whose row is held by another is left for the next round, and the others do not wait for it", async () => {
  const opened = createTestStore(database);
  const subject = { ...opened, shiftLeaseTime: database.shiftLeaseTime, close: async () => undefined };
  const userId = await newPerson(subject);
  const [held, free] = [await newAnswer(subject, userId, "w"), await newAnswer(subject, userId, "w")];
  const { promise: holding, resolve: isHeld } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const stopping = opened.store.asUser(userId, async (tx) => {
    await tx.generations.requestStop(held.generationId);
    isHeld();
    await released;
  });
  await holding;
  const part = ({ generationId, owner }: typeof held) => ({
    ...{ userId, generationId, owner, offset: 0, text: "words", providerId: null },
  });
  expect(await opened.store.asSystem((tx) => tx.generations.appendParts([part(held), part(free)]))).toEqual([
    free.generationId,
  ]);
  release();
  await stopping;
  expect(await appendPart(subject, held, 0, "words")).toEqual([held.generationId]);
  await opened.store.close();
});
