import { showBranch } from "@procode/core";
import { createTestContext } from "@procode/core/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newConversation, newMessage, newPerson } from "../testing/contract/actions.ts";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import { createTestStore } from "../testing/test-store.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

// Else the turn that somebody sent in this very moment is out of sight in every other browser.
test("a branch that is chosen while a turn is being sent below it is shown to the end of that turn", async () => {
  const { store, clock, ids } = createTestStore(database);
  const subject = { store, clock, ids, shiftLeaseTime: database.shiftLeaseTime, close: async () => undefined };
  const userId = await newPerson(subject);
  const conversationId = await newConversation(subject, userId);
  const first = await newMessage(subject, userId, { conversationId });
  const actor = { kind: "user", userId, sessionId: ids.next(), role: "user" } as const;
  const ctx = { ...createTestContext(), store, clock, actor };
  const isWaiting = async () => {
    const [row] = await database.query<{ waiting: number }>(
      "SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    );
    expect(row?.waiting).toBe(1);
  };
  const answerId = ids.next();
  const { promise: stored, resolve } = Promise.withResolvers<void>();
  const sending = store.asUser(userId, async (tx) => {
    await tx.messages.append({
      ...{ id: answerId, conversationId, parentId: first, clientId: null, generationId: null },
      ...{ role: "assistant", status: "complete", channel: "web", text: "An answer", at: clock.now() },
    });
    await tx.conversations.update(conversationId, { activeLeafId: answerId });
    resolve();
    await vi.waitFor(isWaiting);
  });
  await stored;
  const shown = await showBranch(ctx, { conversationId, messageId: first });
  await sending;
  expect(shown.activeLeafId).toBe(answerId);
  await store.close();
});
