import type { EventRepository } from "../analytics/event-repository.ts";
import { notFound } from "../procode-error.ts";
import { key, type MemoryTransaction } from "./memory-tables.ts";

export function memoryEvents({ tables, now, nextId, tell, trace }: MemoryTransaction, userId: string): EventRepository {
  const listAfter = (after: bigint, limit: number) =>
    [...tables.events.values()]
      .filter((row) => row.userId === userId && row.sequence > after)
      .sort((a, b) => (a.sequence < b.sequence ? -1 : 1))
      .slice(0, limit);
  return {
    async append(event) {
      if (!tables.users.has(userId)) throw notFound("account");
      const sequence = (tables.lastSequence.get(userId) ?? 0n) + 1n;
      tables.lastSequence.set(userId, sequence);
      tables.events.set(key(userId, sequence), { ...event, id: nextId(), userId, sequence, createdAt: now(), trace });
      tell(userId, event.type);
    },
    async bounds() {
      const last = tables.lastSequence.get(userId) ?? 0n;
      return { first: listAfter(0n, 1)[0]?.sequence ?? last + 1n, last };
    },
    listAfter: async (sequence, limit) => listAfter(sequence, limit).map(({ trace: _, ...event }) => event),
  };
}
