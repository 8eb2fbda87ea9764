import type { Usage } from "@procode/contracts";
import type { ResponseRepository } from "../analytics/response-repository.ts";
import type { SpendLedger } from "../analytics/spend-ledger.ts";
import { addUsd } from "./memory-money.ts";
import { key, type MemoryTransaction, type ResponseRow } from "./memory-tables.ts";

export function memoryResponses({ tables, leaseNow }: MemoryTransaction, userId: string): ResponseRepository {
  const mine = () => [...tables.responses.values()].filter((row) => row.userId === userId);
  return {
    async usage({ since, now }) {
      const day = midnight(now);
      const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
      const days = [...tables.usageDays.values()].filter((row) => row.userId === userId);
      const tail = mine().filter(({ rolledUp }) => !rolledUp);
      // The day in which `since` lies is not whole.
      const whole = midnight(since) < since ? new Date(midnight(since).getTime() + DAY_MS) : since;
      const broken = mine().filter(({ rolledUp, endedAt }) => rolledUp && endedAt >= since && endedAt < whole);
      const parts: Part[] = [
        ...[...tail.filter(({ endedAt }) => endedAt >= since), ...broken].map((row) => ({ ...row, answers: 1 })),
        ...days.filter((row) => row.day >= whole),
      ];
      const costSince = (from: Date) =>
        cost([...tail.filter(({ endedAt }) => endedAt >= from), ...days.filter((row) => row.day >= from)]);
      return {
        answers: total(parts, (row) => row.answers),
        promptTokens: total(parts, (row) => row.promptTokens),
        completionTokens: total(parts, (row) => row.completionTokens),
        costUsd: cost(parts),
        todayUsd: costSince(day),
        monthUsd: costSince(month),
        costUnknown: tail.filter((row) => row.costState === "unknown" && row.endedAt >= since).length,
        byModel: byModel(parts),
      };
    },
    async rollUp() {
      for (const row of mine().filter(({ rolledUp, costState }) => !rolledUp && costState === "reported")) {
        const channel = tables.messages.get(key(userId, row.messageId ?? ""))?.channel ?? "api";
        const day = midnight(row.endedAt);
        const place = key(userId, day.getTime(), row.model, channel);
        const before = tables.usageDays.get(place);
        tables.usageDays.set(place, {
          ...{ userId, day, model: row.model, channel, answers: (before?.answers ?? 0) + 1 },
          promptTokens: (before?.promptTokens ?? 0) + (row.promptTokens ?? 0),
          completionTokens: (before?.completionTokens ?? 0) + (row.completionTokens ?? 0),
          costUsd: addUsd(before?.costUsd ?? "0", row.costUsd ?? "0"),
          firstTokenMs: (before?.firstTokenMs ?? 0) + (row.firstTokenMs ?? 0),
          firstTokens: (before?.firstTokens ?? 0) + (row.firstTokenMs === null ? 0 : 1),
          totalMs: (before?.totalMs ?? 0) + (row.totalMs ?? 0),
          totals: (before?.totals ?? 0) + (row.totalMs === null ? 0 : 1),
        });
        tables.responses.set(key(userId, row.generationId, row.attempt), { ...row, rolledUp: true });
      }
    },
    async record({ generationId, dueInSeconds, at, costUsd, ...call }) {
      const place = key(userId, generationId, 1);
      const before = tables.responses.get(place);
      if (before?.costState === "reported") return;
      const { model, state, providerId, promptTokens, completionTokens, costState } = call;
      tables.responses.set(place, {
        ...{ userId, generationId, messageId: null, conversationId: null, attempt: 1, model, state, providerId },
        ...{ promptTokens, completionTokens, costUsd: costUsd && addUsd(costUsd), costState },
        ...{ firstTokenMs: call.firstTokenMs, totalMs: call.totalMs, rolledUp: false },
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
  return {
    since: async (since) => cost([...tables.responses.values()].filter((row) => row.endedAt >= since)),
    async findNotRolledUp({ before, after, limit }) {
      const rows = [...tables.responses.values()].filter(
        (row) => !row.rolledUp && row.costState === "reported" && row.endedAt < before && row.userId > after,
      );
      return [...new Set(rows.map(({ userId }) => userId))].sort().slice(0, limit);
    },
  };
}

const DAY_MS = 86_400_000;
const midnight = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()));

/** A response that stands for itself, or the sums of a day. */
type Part = Pick<ResponseRow, "model" | "promptTokens" | "completionTokens" | "costUsd"> & { answers: number };

function byModel(rows: Part[]): Usage["byModel"] {
  return [...Map.groupBy(rows, (row) => row.model)]
    .map(([model, group]) => ({ model, answers: total(group, (row) => row.answers), costUsd: cost(group) }))
    .sort((a, b) => Number(b.costUsd) - Number(a.costUsd) || (a.model < b.model ? -1 : 1));
}

const cost = (rows: Pick<ResponseRow, "costUsd">[]): string => addUsd(...rows.flatMap((row) => row.costUsd ?? []));

const total = (rows: Part[], figure: (row: Part) => number | null): number =>
  rows.reduce((sum, row) => sum + (figure(row) ?? 0), 0);
