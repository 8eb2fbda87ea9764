import type { EventInbox } from "../relay/event-inbox.ts";
import { notFound } from "../procode-error.ts";
import { type CursorRow, key, type MemoryTransaction } from "./memory-tables.ts";

export function memoryEventInbox({ tables, leaseNow }: MemoryTransaction, userId: string): EventInbox {
  const find = (consumer: string): CursorRow => tables.cursors.get(key(userId, consumer)) ?? fresh(userId, consumer);
  const save = (row: CursorRow) => tables.cursors.set(key(userId, row.consumer), row);
  const passTo = (row: CursorRow, sequence: bigint): CursorRow => ({
    ...row,
    passed: sequence,
    ...(row.stuckAt !== null && row.stuckAt > sequence ? {} : FREE),
  });
  const isWaiting = (row: CursorRow) => row.stuckAt !== null && row.nextTryAt > leaseNow();
  return {
    async take(consumers, limit) {
      if (!tables.users.has(userId)) throw notFound("account");
      const rows = consumers.map(find).filter(({ leaseUntil }) => leaseUntil <= leaseNow());
      for (const row of rows) save(row);
      const movable = rows.filter((row) => !isWaiting(row) || (row.stuckAt ?? 0n) > row.passed + 1n);
      const from = movable.map(({ passed }) => passed).sort((a, b) => (a < b ? -1 : 1))[0];
      const cursors = rows.map((row) => ({
        ...{ consumer: row.consumer, passed: row.passed, stuckAt: row.stuckAt, tries: row.tries },
        until: row.stuckAt === null ? null : row.stuckAt - (isWaiting(row) ? 1n : 0n),
      }));
      const events = [...tables.events.values()]
        .filter((event) => event.userId === userId && from !== undefined && event.sequence > from)
        .sort((a, b) => (a.sequence < b.sequence ? -1 : 1));
      return { cursors, events: events.slice(0, limit) };
    },
    async pass(marks) {
      for (const { consumer, sequence } of marks) save(passTo(find(consumer), sequence));
    },
    async fail({ consumer, sequence, reason, mostTries, fence }) {
      const row = find(consumer);
      if (row.passed >= sequence) return 0;
      const tries = row.stuckAt === sequence ? row.tries + 1 : 1;
      const waitSeconds = tries >= mostTries ? -1 : Math.min(2 ** tries, 300);
      const nextTryAt = leaseNow() + waitSeconds * 1_000;
      save({ ...row, stuckAt: sequence, tries, nextTryAt, reason, ...(row.fence === fence ? { leaseUntil: 0 } : {}) });
      return tries;
    },
    async bury({ consumer, sequence, event, tries }) {
      const reason = find(consumer).reason ?? "";
      const dead = { userId, consumer, sequence, eventId: event.id, type: event.type, tries, reason };
      tables.deadEvents.set(key(userId, consumer, sequence), dead);
    },
    async lease(consumer, seconds) {
      const row = find(consumer);
      save({ ...row, fence: row.fence + 1, leaseUntil: leaseNow() + seconds * 1_000 });
      return row.fence + 1;
    },
    async passLeased({ consumer, sequence }, fence, isOver) {
      const row = find(consumer);
      if (row.fence !== fence) return false;
      save({ ...passTo(row, sequence), ...(isOver ? { leaseUntil: 0 } : {}) });
      return true;
    },
  };
}

const FREE = { stuckAt: null, tries: 0, nextTryAt: 0, reason: null };
const fresh = (userId: string, consumer: string): CursorRow => ({
  ...{ userId, consumer, passed: 0n, fence: 0, leaseUntil: 0 },
  ...FREE,
});
