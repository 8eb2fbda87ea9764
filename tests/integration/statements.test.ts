import { probes } from "@procode/api/testing";
import { addProactiveSchedule, type Context } from "@procode/core";
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { openTelegramWorld, type TelegramWorld } from "../product/open-telegram-world.ts";

let world: TelegramWorld;
// Before any connection is made: each keeps the way that it was made with.
const sent = vi.spyOn(pg.Client.prototype, "query");
beforeAll(async () => {
  world = await openTelegramWorld({ seed: 6 });
});
afterAll(() => world?.close());

const query = (text: string, values: unknown[]) => world.database.query<{ id: string }>(text, values);

/** Somebody who has `count` of everything that is listed anywhere; the ids name the first of each. */
async function whoHas(count: number) {
  const { userId, ctx } = await world.newPersona();
  const [conversation] = await query(
    `INSERT INTO conversations (user_id, id, title, channels, created_at, active_at, archived_at)
     SELECT $1, gen_random_uuid(), 'Title', '{web}', now(), now(), now() FROM generate_series(1, $2) RETURNING id`,
    [userId, count],
  );
  const conversationId = conversation?.id ?? "";
  const [message] = await query(
    `INSERT INTO messages (user_id, id, conversation_id, client_id, role, status, channel, text, created_at)
     SELECT $1, gen_random_uuid(), $3, gen_random_uuid(), 'user', 'complete', 'web', 'text', now() FROM generate_series(1, $2) RETURNING id`,
    [userId, count, conversationId],
  );
  await query(
    `INSERT INTO sessions (id, user_id, user_agent, address, created_at, last_seen_at, expires_at)
     SELECT gen_random_uuid(), $1, '', '', now(), now(), now() + interval '1 day' FROM generate_series(1, $2) RETURNING id`,
    [userId, count],
  );
  const [key] = await query(
    `INSERT INTO api_keys (user_id, id, name, hint, key_hash, scopes, created_at)
     SELECT $1, gen_random_uuid(), 'Key', 'pk_', 'hash ' || $2::int || ' ' || n, '{chat}', now() FROM generate_series(1, $2) n RETURNING id`,
    [userId, count],
  );
  const id = await proactiveThings(ctx, userId, count);
  const messageId = message?.id ?? "";
  const ids = {
    conversationId,
    messageId,
    parentId: messageId,
    generationId: messageId,
    keyId: key?.id ?? "",
    linkId: crypto.randomUUID(),
    id,
  };
  return { ctx, ids };
}

async function proactiveThings(ctx: Context, userId: string, count: number): Promise<string> {
  const schedules = Math.min(count, 10);
  for (let number = 1; number <= schedules; number++)
    await addProactiveSchedule(ctx, { words: `Plan ${number}`, topic: "Plan", weekdays: [1], at: "08:00" });
  const [now, ids] = [ctx.clock.now(), Array.from({ length: count }, () => ctx.ids.next())];
  await ctx.store.asUser(userId, async (tx) => {
    for (const [hour, id] of ids.entries()) {
      const slot = new Date(Math.floor(now.getTime() / 3_600_000 - hour) * 3_600_000);
      await tx.proactive.append({
        ...{ id, slot, reason: "planned", topic: "Tea", rule: "reminder", text: "Tea.", why: "You asked.", facts: [] },
        ...{ model: null, generationId: null, confidence: 90, loopId: null, contextVersion: 0, settingsVersion: 0 },
        ...{
          newestMessageId: null,
          plannedAt: now,
          scheduledFor: slot,
          expiresAt: new Date(now.getTime() + 3_600_000),
        },
      });
    }
  });
  return ids[0] ?? "";
}

/** What a query answers, and how many statements it sent for that. */
async function counted(probe: ReturnType<typeof probes>[number], { ctx, ids }: Awaited<ReturnType<typeof whoHas>>) {
  // What is asked once and kept, as the catalogue of models, is here by then.
  await probe.call(ctx, ids);
  const before = sent.mock.calls.length;
  const { value } = await probe.call(ctx, ids);
  const statements = sent.mock.calls.length - before;
  return {
    statements,
    size: JSON.stringify(value ?? null, (_, one) => (typeof one === "bigint" ? String(one) : one)).length,
  };
}

it("no query of the router sends more statements for fifty things than for one", async () => {
  const [one, fifty] = [await whoHas(1), await whoHas(50)];
  const grown: string[] = [];
  let most = 0;
  for (const probe of probes().filter(({ type }) => type === "query")) {
    const [few, many] = [await counted(probe, one), await counted(probe, fifty)];
    expect([probe.path, many.statements]).toEqual([probe.path, few.statements]);
    if (many.size > few.size * 3) grown.push(probe.path);
    most = Math.max(most, many.statements);
  }
  // They were seen, with BEGIN and COMMIT.
  expect(most).toBeGreaterThan(3);
  // Those that list: without them nothing was shown.
  expect(grown).toEqual(
    expect.arrayContaining([
      "account.apiKeys.list",
      "account.sessions",
      "conversations.list",
      "conversations.messages",
      "proactive.list",
    ]),
  );
});
