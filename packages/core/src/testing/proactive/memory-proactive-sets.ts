import type { ProactiveDesk } from "../../integration/proactive/ledger/proactive-desk.ts";
import { key, type MemoryTransaction } from "../memory-tables.ts";
import { memoryMessages } from "../memory-messages.ts";
import { memoryProactive } from "./memory-proactive.ts";

type Sets = Pick<ProactiveDesk, "listOutlines" | "decideHeld">;

/** What the store in PostgreSQL does by sets, one person after another. */
export function memoryProactiveSets(tx: MemoryTransaction): Sets {
  const { tables } = tx;
  return {
    listOutlines: ({ userIds, since, month, loopsBefore, mostDecisions }) =>
      Promise.all(
        userIds.map(async (userId) => {
          const theirs = memoryProactive(tx, userId);
          return {
            userId,
            settings: await theirs.getSettings(),
            hasTelegram: tables.telegramConnections.get(userId)?.state === "active",
            hasEmail: (tables.users.get(userId)?.emailConfirmedAt ?? null) !== null,
            contextVersion: tables.contexts.get(userId)?.version ?? 0,
            lastSaidAt: await memoryMessages(tx, userId).findLastSaidAt(),
            spentUsd: await theirs.spentSince(month),
            feedback: (await theirs.listFeedback(since)).map(({ topic, kind, givenAt }) => ({ topic, kind, givenAt })),
            recent: (await theirs.listSince(since)).map((message) => {
              const { topic, rule, state, loopId, facts, plannedAt, scheduledFor, takenAt } = message;
              const scheduleId = rule === "schedule" ? (facts[0]?.id ?? null) : null;
              return { topic, rule, state, loopId, scheduleId, plannedAt, scheduledFor, takenAt };
            }),
            decisions: (await theirs.listDecisions(mostDecisions)).map(({ hour, decidedAt, outcome }) => ({
              ...{ hour, decidedAt, outcome },
            })),
            loops: (await theirs.listLoops(loopsBefore)).map(({ words: _, sourceId: __, ...loop }) => loop),
            schedules: (await theirs.listSchedules())
              .filter(({ pausedAt }) => pausedAt === null)
              .map(({ words: _, pausedAt: __, ...schedule }) => schedule),
          };
        }),
      ),
    async decideHeld(held) {
      const open = held.filter(({ userId, hour }) => !tables.proactiveDecisions.has(key(userId, hour.getTime())));
      for (const decision of open) {
        const rest = {
          outcome: "not-sent",
          messageId: null,
          model: null,
          generationId: null,
          confidence: null,
        } as const;
        tables.proactiveDecisions.set(key(decision.userId, decision.hour.getTime()), { ...decision, ...rest });
      }
      return open.length;
    },
  };
}
