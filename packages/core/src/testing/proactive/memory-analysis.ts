import type { AnalysisDesk, AnalysisRepository } from "../../integration/proactive/analysis/analysis-repository.ts";
import { notFound } from "../../procode-error.ts";
import { key, type MemoryTransaction } from "../memory-tables.ts";

export function memoryAnalysis({ tables }: MemoryTransaction, userId: string): AnalysisRepository {
  const find = (conversationId: string) => tables.restingConversations.get(key(userId, conversationId));
  return {
    async rest({ conversationId, unreadSince, dueAt }) {
      const place = key(userId, conversationId);
      if (!tables.conversations.has(place)) throw notFound("conversation");
      const before = find(conversationId);
      const latest = before && before.dueAt > dueAt ? before.dueAt : dueAt;
      tables.restingConversations.set(place, {
        ...{ userId, conversationId, dueAt: latest },
        unreadSince: before?.unreadSince ?? unreadSince,
      });
    },
    async findResting(conversationId) {
      const row = find(conversationId);
      return row ? { conversationId, unreadSince: row.unreadSince, dueAt: row.dueAt } : null;
    },
    async endRest({ conversationId, dueAt, readUntil }) {
      const [place, row] = [key(userId, conversationId), find(conversationId)];
      if (row?.dueAt.getTime() === dueAt.getTime()) tables.restingConversations.delete(place);
      else if (row) tables.restingConversations.set(place, { ...row, unreadSince: new Date(readUntil.getTime() + 1) });
    },
    async append(analysis) {
      tables.conversationAnalyses.set(key(userId, analysis.generationId), { ...analysis, userId });
    },
    listFoundIn: async (messageIds) =>
      [...tables.openLoops.values()]
        .filter((loop) => loop.userId === userId && messageIds.includes(loop.sourceId))
        .map(({ sourceId, dueAt }) => ({ sourceId, dueAt })),
  };
}

export function memoryAnalysisDesk({ tables }: MemoryTransaction): AnalysisDesk {
  return {
    listResting: async ({ since, now, limit }) =>
      [...tables.restingConversations.values()]
        .filter(({ dueAt }) => dueAt > since && dueAt <= now)
        .sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
        .slice(0, limit)
        .map(({ userId, conversationId, dueAt }) => ({ userId, conversationId, dueAt })),
  };
}
