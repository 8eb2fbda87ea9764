import type { EventRepository } from "../analytics/event-repository.ts";
import { notFound } from "../procode-error.ts";
import { key, type MemoryTransaction } from "./memory-tables.ts";

export function memoryEvents({ tables, now, nextId }: MemoryTransaction, userId: string): EventRepository {
  return {
    async append(event) {
      if (!tables.users.has(userId)) throw notFound("account");
      const sequence = (tables.lastSequence.get(userId) ?? 0n) + 1n;
      tables.lastSequence.set(userId, sequence);
      tables.events.set(key(userId, sequence), { ...event, id: nextId(), userId, sequence, createdAt: now() });
    },
    async listAfter(sequence, limit) {
      return [...tables.events.values()]
        .filter((row) => row.userId === userId && row.sequence > sequence)
        .sort((a, b) => (a.sequence < b.sequence ? -1 : 1))
        .slice(0, limit);
    },
  };
}
