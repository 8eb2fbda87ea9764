import type { EventDesk, PersonBehind, Want } from "../relay/event-inbox.ts";
import { key, type MemoryTransaction } from "./memory-tables.ts";

export function memoryEventDesk({ tables, leaseNow }: MemoryTransaction): EventDesk {
  const cursorOf = (userId: string, consumer: string) => tables.cursors.get(key(userId, consumer));
  const eventsOf = (userId: string) =>
    [...tables.events.values()]
      .filter((event) => event.userId === userId)
      .sort((a, b) => (a.sequence < b.sequence ? -1 : 1));
  const isWaitedFor = (event: { userId: string; sequence: bigint; type: string }, { consumer, type }: Want) =>
    type === event.type && (cursorOf(event.userId, consumer)?.passed ?? 0n) < event.sequence;

  function pageOf(after: string, limit: number): { page: string[]; next: string | null } {
    const people = [...tables.users.keys()].filter((id) => id > after).sort();
    const page = people.slice(0, limit);
    return { page, next: page.length === limit ? (page.at(-1) ?? null) : null };
  }

  return {
    async findBehind({ wants, suspects, after, limit }) {
      const { page, next } = pageOf(after, limit);
      const people = [...new Set([...page, ...suspects])].flatMap((userId): PersonBehind[] => {
        const events = eventsOf(userId);
        const waiting = [...new Set(wants.map(({ consumer }) => consumer))].flatMap((consumer) => {
          const mine = wants.filter((want) => want.consumer === consumer);
          const first = events.find((event) => mine.some((want) => isWaitedFor(event, want)));
          const cursor = cursorOf(userId, consumer);
          const isStuck = cursor && cursor.nextTryAt > leaseNow() && (cursor.stuckAt ?? 0n) <= (first?.sequence ?? 0n);
          const isDue = !isStuck && (cursor?.leaseUntil ?? 0) <= leaseNow();
          return first ? [{ since: first.createdAt, isDue }] : [];
        });
        const [oldest] = waiting.map(({ since }) => since).sort((a, b) => a.getTime() - b.getTime());
        return oldest ? [{ userId, since: oldest, isDue: waiting.some(({ isDue }) => isDue) }] : [];
      });
      return { people, next };
    },
    countDead: async () => tables.deadEvents.size,
    async prune({ wants, after, limit, most, keptSeconds, keptEvents }) {
      const { page, next } = pageOf(after, limit);
      const cutoff = leaseNow() - keptSeconds * 1_000;
      let pruned = 0;
      for (const userId of page) {
        const last = tables.lastSequence.get(userId) ?? 0n;
        for (const event of eventsOf(userId)) {
          const isOver = event.createdAt.getTime() < cutoff || event.sequence <= last - BigInt(keptEvents);
          const isNeeded = event.sequence === last || wants.some((want) => isWaitedFor(event, want));
          if (pruned >= most || !isOver || isNeeded) break;
          tables.events.delete(key(userId, event.sequence));
          pruned++;
        }
      }
      return { pruned, next };
    },
  };
}
