import type { Outdated, RetentionDesk } from "../jobs/retention-desk.ts";
import type { MemoryTransaction } from "./memory-tables.ts";

export function memoryRetentionDesk({ tables, leaseNow }: MemoryTransaction): RetentionDesk {
  /** When each row of a table was over; null while it is not. */
  function endsOf<Row>(rows: Map<string, Row>, endOf: (row: Row) => number | null) {
    return { ends: [...rows].map(([id, row]) => ({ id, at: endOf(row) })), remove: (id: string) => rows.delete(id) };
  }
  const read: Record<Outdated, () => ReturnType<typeof endsOf>> = {
    sessions: () => endsOf(tables.sessions, ({ expiresAt }) => expiresAt.getTime()),
    emailConfirmations: () => endsOf(tables.emailConfirmations, ({ expiresAt }) => expiresAt.getTime()),
    apiKeys: () => endsOf(tables.apiKeys, ({ revokedAt }) => revokedAt?.getTime() ?? null),
    telegramUpdates: () => endsOf(tables.telegramUpdates, ({ doneAt }) => doneAt),
    telegramSends: () =>
      endsOf(tables.telegramSends, ({ answer, state, settledAt }) =>
        answer === null || state === "sent" ? settledAt : null,
      ),
    telegramLinks: () => endsOf(tables.telegramLinks, ({ expiresAt }) => expiresAt.getTime()),
    proactiveDecisions: () => endsOf(tables.proactiveDecisions, ({ hour }) => hour.getTime()),
    openLoops: () => endsOf(tables.openLoops, ({ dueAt }) => dueAt.getTime()),
    restingConversations: () => endsOf(tables.restingConversations, ({ dueAt }) => dueAt.getTime()),
    conversationAnalyses: () => endsOf(tables.conversationAnalyses, ({ analysedAt }) => analysedAt.getTime()),
  };

  return {
    async drop(kind, { keptSeconds, most }) {
      const before = leaseNow() - keptSeconds * 1_000;
      const { ends, remove } = read[kind]();
      const old = ends.flatMap(({ id, at }) => (at !== null && at < before ? [{ id, at }] : []));
      const doomed = old.sort((a, b) => a.at - b.at).slice(0, most);
      for (const { id } of doomed) remove(id);
      return doomed.length;
    },
  };
}
