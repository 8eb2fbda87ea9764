import type { Outdated, RetentionDesk } from "@procode/core";
import { NOTHING, sql } from "./sql.ts";
import type { Transaction } from "./transaction.ts";

type Rule = {
  table: ReturnType<typeof sql>;
  key: ReturnType<typeof sql>;
  at: ReturnType<typeof sql>;
  also?: ReturnType<typeof sql>;
};

const OF_PERSON = sql`user_id, id`;
const RULES: Record<Outdated, Rule> = {
  sessions: { table: sql`sessions`, key: sql`id`, at: sql`expires_at` },
  emailConfirmations: { table: sql`email_confirmations`, key: sql`user_id`, at: sql`expires_at` },
  apiKeys: { table: sql`api_keys`, key: OF_PERSON, at: sql`revoked_at` },
  telegramUpdates: { table: sql`telegram_updates`, key: sql`bot_id, update_id`, at: sql`done_at` },
  telegramSends: {
    ...{ table: sql`telegram_sends`, key: sql`id`, at: sql`settled_at` },
    also: sql`AND (message_id IS NULL OR state = 'sent')`,
  },
  telegramLinks: { table: sql`telegram_links`, key: OF_PERSON, at: sql`expires_at` },
  proactiveDecisions: { table: sql`proactive_decisions`, key: sql`user_id, hour`, at: sql`hour` },
  openLoops: { table: sql`open_loops`, key: OF_PERSON, at: sql`due_at` },
  restingConversations: {
    ...{ table: sql`resting_conversations`, key: sql`user_id, conversation_id` },
    at: sql`due_at`,
  },
  conversationAnalyses: {
    ...{ table: sql`conversation_analyses`, key: sql`user_id, generation_id` },
    at: sql`analysed_at`,
  },
};

export function prismaRetentionDesk(tx: Transaction): RetentionDesk {
  return {
    async drop(kind, { keptSeconds, most }) {
      const { table, key, at, also = NOTHING } = RULES[kind];
      await lookRowsUp(tx);
      // Asked twice: a row that lives again while this waits for it is looked at as it is by then.
      const isOver = sql`${at} < (SELECT procode_now()) - make_interval(secs => ${keptSeconds}::float8) ${also}`;
      return tx.count(sql`DELETE FROM ${table} WHERE (${key}) IN (
        SELECT ${key} FROM ${table} WHERE ${isOver} ORDER BY ${at} LIMIT ${most}) AND ${isOver}`);
    },
  };
}

/** How many rows go is a parameter, for which the planner would take a tenth of the table and then read all of it. */
async function lookRowsUp(tx: Transaction): Promise<void> {
  await tx.count(sql`SELECT set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
    set_config('enable_seqscan', 'off', true)`);
}
