import type { Usage } from "@procode/contracts";
import type { ResponseRepository } from "../analytics/response-repository.ts";
import type { SpendLedger } from "../analytics/spend-ledger.ts";
import { addUsd } from "./memory-money.ts";
import { key, type MemoryTransaction, type ResponseRow } from "./memory-tables.ts";

export function memoryResponses({ tables, leaseNow }: MemoryTransaction, userId: string): ResponseRepository {
  const mine = () => [...tables.responses.values()].filter((row) => row.userId === userId);
  return {
    async usage({ since, now }) {
      const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
      const rows = mine().filter((row) => row.endedAt >= since);
      return {
        answers: rows.length,
        promptTokens: total(rows, (row) => row.promptTokens),
        completionTokens: total(rows, (row) => row.completionTokens),
        costUsd: cost(rows),
        todayUsd: cost(mine().filter((row) => row.endedAt >= day)),
        monthUsd: cost(mine().filter((row) => row.endedAt >= month)),
        costUnknown: rows.filter((row) => row.costState === "unknown").length,
        byModel: byModel(rows),
      };
    },
    async record({ generationId, dueInSeconds, at, costUsd, ...call }) {
      const place = key(userId, generationId, 1);
      const before = tables.responses.get(place);
      if (before?.costState === "reported") return;
      const { model, state, providerId, promptTokens, completionTokens, costState } = call;
      tables.responses.set(place, {
        ...{ userId, generationId, messageId: null, conversationId: null, attempt: 1, model, state, providerId },
        ...{ promptTokens, completionTokens, costUsd: costUsd && addUsd(costUsd), costState },
        ...{ tries: before?.tries ?? 0, nextTryAt: leaseNow() + dueInSeconds * 1_000, endedAt: at },
      });
    },
    async settle(generationId, { promptTokens, completionTokens, costUsd }) {
      for (const row of mine().filter(
        (response) => response.generationId === generationId && response.costState === "pending",
      )) {
        const settled = {
          promptTokens: promptTokens ?? row.promptTokens,
          completionTokens: completionTokens ?? row.completionTokens,
          costUsd: costUsd && addUsd(costUsd),
          costState: costUsd === null ? ("unknown" as const) : ("reported" as const),
        };
        tables.responses.set(key(userId, generationId, row.attempt), { ...row, ...settled });
        if (row.messageId === null || row.conversationId === null) continue;
        const message = tables.messages.get(key(userId, row.messageId));
        if (message?.receipt)
          tables.messages.set(key(userId, row.messageId), { ...message, receipt: { ...message.receipt, ...settled } });
        const conversation = tables.conversations.get(key(userId, row.conversationId));
        if (conversation && costUsd !== null) {
          tables.conversations.set(key(userId, row.conversationId), {
            ...conversation,
            costUsd: addUsd(conversation.costUsd, costUsd),
          });
        }
      }
    },
  };
}

export function memorySpend({ tables }: MemoryTransaction): SpendLedger {
  return { since: async (since) => cost([...tables.responses.values()].filter((row) => row.endedAt >= since)) };
}

function byModel(rows: ResponseRow[]): Usage["byModel"] {
  return [...Map.groupBy(rows, (row) => row.model)]
    .map(([model, group]) => ({ model, answers: group.length, costUsd: cost(group) }))
    .sort((a, b) => Number(b.costUsd) - Number(a.costUsd) || (a.model < b.model ? -1 : 1));
}

const cost = (rows: ResponseRow[]): string => addUsd(...rows.flatMap((row) => row.costUsd ?? []));

const total = (rows: ResponseRow[], tokens: (row: ResponseRow) => number | null): number =>
  rows.reduce((sum, row) => sum + (tokens(row) ?? 0), 0);
