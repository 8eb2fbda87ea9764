import type { GenerationDesk } from "../conversation/generation-desk.ts";
import { isRunning } from "./memory-generations.ts";
import { key, type MemoryTransaction } from "./memory-tables.ts";

export function memoryGenerationDesk({ tables, leaseNow }: MemoryTransaction): GenerationDesk {
  const running = () => [...tables.generations.values()].filter(isRunning);
  const isAlive = (workerId: string) => (tables.workers.get(workerId) ?? 0) > leaseNow();
  return {
    async appendParts(parts) {
      const stored = new Set<string>();
      for (const { userId, generationId, owner, offset, text, providerId } of parts) {
        const row = tables.generations.get(key(userId, generationId));
        if (row?.state !== "running" || row.workerId !== owner.workerId || row.fence !== owner.fence) continue;
        const partKey = key(userId, generationId, offset);
        if ((tables.parts.get(partKey)?.text.length ?? -1) < text.length)
          tables.parts.set(partKey, { userId, generationId, offset, text });
        tables.generations.set(key(userId, generationId), { ...row, providerId: row.providerId ?? providerId });
        stored.add(generationId);
      }
      return [...stored];
    },
    async heartbeat(workerId, leaseSeconds) {
      const lapsed = tables.workers.has(workerId) && !isAlive(workerId);
      tables.workers.set(workerId, leaseNow() + leaseSeconds * 1000);
      const own = running()
        .filter((row) => row.workerId === workerId)
        .map(({ id, fence, stopRequested }) => ({ id, fence, stopRequested }));
      return { own, lapsed };
    },
    async leave(workerId) {
      tables.workers.delete(workerId);
    },
    async claimOrphans({ workerId, knows, at }, limit) {
      if (tables.workers.has(workerId) && !isAlive(workerId)) return [];
      const orphans = running()
        .filter((row) =>
          row.workerId === workerId
            ? !knows.includes(row.id) && row.createdAt.getTime() < at.getTime()
            : !isAlive(row.workerId),
        )
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit)
        .map((row) => ({ was: row.workerId, row: { ...row, workerId, fence: row.fence + 1 } }));
      for (const { row } of orphans) tables.generations.set(key(row.userId, row.id), row);
      return orphans.map(({ was, row }) => ({ ...row, isOwn: was === workerId }));
    },
    async claimUnsettled(limit) {
      const due = [...tables.responses.values()]
        .filter((row) => row.costState === "pending" && row.nextTryAt <= leaseNow())
        .sort((a, b) => a.nextTryAt - b.nextTryAt)
        .slice(0, limit)
        .map((row) => ({
          ...row,
          tries: row.tries + 1,
          nextTryAt: leaseNow() + secondsBetweenTries(row.tries) * 1000,
        }));
      for (const row of due) tables.responses.set(key(row.userId, row.generationId, row.attempt), row);
      return due.map(({ userId, generationId, messageId, providerId, attempt, endedAt, tries }) => ({
        ...{ userId, generationId, messageId, providerId, attempt, endedAt, tries },
      }));
    },
  };
}

/** 2 s after the first try, doubling, at most an hour. */
const secondsBetweenTries = (tries: number): number => Math.min(2 ** (tries + 1), 3600);
