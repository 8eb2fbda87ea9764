import { encodeCursor, OUTDATED, type Outdated } from "@procode/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { explain, type Explained } from "../testing/explain.ts";
import { fillDatabase, filledId } from "../testing/fill-database.ts";
import { FILLED } from "../testing/plans/filled.ts";
import { personStatements } from "../testing/plans/person-statements.ts";
import { systemStatements } from "../testing/plans/system-statements.ts";
import { startTestDatabase, type TestDatabase } from "../testing/start-test-database.ts";
import { prismaConversations } from "./conversations.ts";
import { prismaGenerations } from "./generations.ts";
import { prismaMessages } from "./messages.ts";
import { prismaRetentionDesk } from "./retention-desk.ts";
import { sql } from "./sql.ts";

const { person: PERSON, conversation: CONVERSATION, generation: GENERATION, now: NOW } = FILLED;

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
  await fillDatabase(database);
}, 120_000);
afterAll(() => database.stop());

// One row, or as many as there are processes: read whole at any size of the product.
// What holds a row for each function, for each bucket that is not empty, or for each token of a bot, is small too.
const SMALL = ["instance", "workers", "job_schedules", "job_throttles"].concat(
  ["bots", "pollers", "tokens", "limits"].map((table) => `telegram_${table}`),
);

const OUTDATED_BY: Record<Outdated, string[]> = {
  sessions: ["sessions_expires_idx", "sessions_pkey"],
  emailConfirmations: ["email_confirmations_expires_idx", "email_confirmations_pkey"],
  apiKeys: ["api_keys_revoked_idx", "api_keys_pkey"],
  telegramUpdates: ["telegram_updates_done_idx", "telegram_updates_pkey"],
  telegramSends: ["telegram_sends_settled_idx", "telegram_sends_pkey"],
  telegramLinks: ["telegram_links_expires_idx", "telegram_links_pkey"],
  proactiveDecisions: ["proactive_decisions_hour_idx"],
  openLoops: ["open_loops_old_idx"],
  restingConversations: ["resting_conversations_due_idx"],
  conversationAnalyses: ["conversation_analyses_old_idx"],
};

function expectIndexes(plans: Explained[], indexes: string[]): void {
  expect(plans).not.toEqual([]);
  for (const { text, scanned, nodes } of plans) {
    expect(
      scanned.filter((table) => !SMALL.includes(table)),
      `${text}\n${nodes.join(" ")}`,
    ).toEqual([]);
  }
  expect(plans.flatMap((plan) => plan.indexes)).toEqual(expect.arrayContaining(indexes));
}
describe("as the app role, under its policies", () => {
  test.each(personStatements)("%s", async (_name, work, indexes) =>
    expectIndexes(await explain(database.urls.app, PERSON, work), indexes),
  );

  test("pages of lists come sorted out of their index", async () => {
    const plans = await explain(database.urls.app, PERSON, async (tx) => {
      await prismaConversations(tx, PERSON).list({
        archived: false,
        limit: 30,
        cursor: encodeCursor([0, NOW.getTime(), CONVERSATION]),
      });
      await prismaMessages(tx, PERSON).page({ conversationId: CONVERSATION, limit: 50 });
    });
    for (const { nodes } of plans) expect(nodes).not.toContain("Sort");
  });

  test("a statement without an index would be found", async () => {
    const plans = await explain(database.urls.system, null, (tx) =>
      tx.rows(sql`SELECT id FROM generations WHERE model = 'x'`),
    );
    expect(() => expectIndexes(plans, [])).toThrow("generations");
  });

  // S6: whoever guesses ids learns nothing from the time that the answer takes.
  test("the way to somebody else's answer is the way to one that never was", async () => {
    const stranger = filledId("user", 9);
    const found: unknown[] = [];
    const wayTo = (id: string) =>
      explain(database.urls.app, stranger, async (tx) => {
        found.push(await prismaGenerations(tx, stranger).readOn(id, 0));
      });
    expect(await wayTo(GENERATION)).toEqual(await wayTo(filledId("generation", 0xffff_ffff)));
    expect(found).toEqual([null, null]);
  });
});

describe("as the system role", () => {
  test.each(systemStatements)("%s", async (_name, work, indexes) =>
    expectIndexes(await explain(database.urls.system, null, work), indexes),
  );

  test.each(OUTDATED)("what is dropped of %s", async (kind) =>
    expectIndexes(
      await explain(database.urls.system, null, (tx) =>
        prismaRetentionDesk(tx).drop(kind, { keptSeconds: 60 * 86_400, most: 100 }),
      ),
      OUTDATED_BY[kind],
    ),
  );
});
