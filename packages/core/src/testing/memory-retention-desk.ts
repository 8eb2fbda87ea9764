import type { Outdated, RetentionDesk } from "../jobs/retention-desk.ts";
import type { MemoryTransaction } from "./memory-tables.ts";

const OVER = ["sent", "read", "responded", "uncertain", "cancelled", "expired", "dead"];

export function memoryRetentionDesk({ tables, leaseNow }: MemoryTransaction): RetentionDesk {
  /** When each row of a table was over; null while it is not. */
  function endsOf<Row>(rows: Map<string, Row>, endOf: (row: Row) => number | null) {
    return { ends: [...rows].map(([id, row]) => ({ id, at: endOf(row) })), remove: (id: string) => rows.delete(id) };
  }
  const read: Record<Outdated, () => ReturnType<typeof endsOf>> = {
    sessions: () => endsOf(tables.sessions, ({ expiresAt }) => expiresAt.getTime()),
    apiKeys: () => endsOf(tables.apiKeys, ({ revokedAt }) => revokedAt?.getTime() ?? null),
    telegramUpdates: () => endsOf(tables.telegramUpdates, ({ doneAt }) => doneAt),
    telegramSends: () =>
      endsOf(tables.telegramSends, ({ answer, state, settledAt }) =>
        answer === null || state === "sent" ? settledAt : null,
      ),
    telegramLinks: () => endsOf(tables.telegramLinks, ({ expiresAt }) => expiresAt.getTime()),
    proactiveDecisions: () => endsOf(tables.proactiveDecisions, ({ hour }) => hour.getTime()),
    proactiveMessages: () => ({
      ...endsOf(tables.proactiveMessages, ({ state, slot }) => (OVER.includes(state) ? slot.getTime() : null)),
      remove: removeMessage,
    }),
    openLoops: () => endsOf(tables.openLoops, ({ dueAt }) => dueAt.getTime()),
  };

  function removeMessage(id: string): boolean {
    const message = tables.proactiveMessages.get(id);
    for (const rows of [tables.proactiveMoves, tables.proactiveAttempts]) {
      for (const [place, row] of rows) {
        if (row.userId === message?.userId && row.id === message.id) rows.delete(place);
      }
    }
    for (const [place, row] of tables.proactiveFeedback) {
      if (row.userId === message?.userId && row.proactiveId === message.id) tables.proactiveFeedback.delete(place);
    }
    return tables.proactiveMessages.delete(id);
  }

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
