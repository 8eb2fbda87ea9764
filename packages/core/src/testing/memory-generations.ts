import type {
  Generation,
  GenerationEnd,
  GenerationRepository,
  Ownership,
} from "../conversation/generation-repository.ts";
import { notFound } from "../procode-error.ts";
import { memoryConversations } from "./memory-conversations.ts";
import { memoryEvents } from "./memory-events.ts";
import { memoryMessages } from "./memory-messages.ts";
import { addUsd } from "./memory-money.ts";
import { alreadyExists, type GenerationRow, key, type MemoryTransaction } from "./memory-tables.ts";

export function memoryGenerations(tx: MemoryTransaction, userId: string): GenerationRepository {
  const { tables } = tx;
  const find = (id: string) => tables.generations.get(key(userId, id));
  const save = (row: GenerationRow) => tables.generations.set(key(userId, row.id), row);
  const owned = (id: string, owner: Ownership) => {
    const row = find(id);
    return row && isRunning(row) && row.workerId === owner.workerId && row.fence === owner.fence ? row : null;
  };
  return {
    async findById(id) {
      const row = find(id);
      return row ? withoutUser(row) : null;
    },
    async listRunning(conversationId) {
      return [...tables.generations.values()]
        .filter((row) => row.userId === userId && isRunning(row))
        .filter((row) => conversationId === undefined || row.conversationId === conversationId)
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .map(withoutUser);
    },
    async append({ messages, generation: { at, ...generation }, shown, event }) {
      for (const message of messages) await memoryMessages(tx, userId).append(message);
      if (!tables.messages.has(key(userId, generation.messageId))) throw notFound("message");
      if (find(generation.id)) throw alreadyExists();
      const fresh = { ...generation, ...FRESH, trace: tx.trace, startedAt: at, createdAt: at };
      save({ ...fresh, userId });
      await memoryConversations(tx, userId).update(generation.conversationId, shown);
      await memoryEvents(tx, userId).append(event);
      return fresh;
    },
    async start(id, owner, at) {
      const row = owned(id, owner);
      if (!row) return false;
      const again = row.state === "running";
      const costState = row.providerId ? "pending" : "unknown";
      if (again) addResponse(tx, row, { ...DIED, model: row.model, providerId: row.providerId, costState, at });
      save({
        ...row,
        state: "running",
        startedAt: at,
        attempt: again ? row.attempt + 1 : row.attempt,
        providerId: null,
      });
      return true;
    },
    async requestStop(id) {
      const row = find(id);
      if (!row || !isRunning(row)) return false;
      save({ ...row, stopRequested: true });
      return true;
    },
    async readText(id) {
      return partsOf(tx, userId, id)
        .map(([, part]) => part.text)
        .join("");
    },
    async readOn(id, offset) {
      const row = find(id);
      if (!row) return null;
      const text = partsOf(tx, userId, id)
        .map(([, part]) => part.text)
        .join("");
      return { isRunning: isRunning(row), messageId: row.messageId, text: text.slice(offset), end: text.length };
    },
    async finish(id, owner, end) {
      const row = owned(id, owner);
      const message = row && tables.messages.get(key(userId, row.messageId));
      if (!message) return null;
      const providerId = end.providerId ?? row.providerId;
      save({ ...row, state: end.state, model: end.model, providerId });
      addResponse(tx, row, { ...end, providerId });
      for (const [partKey] of partsOf(tx, userId, id)) tables.parts.delete(partKey);
      const { model, promptTokens, completionTokens, costUsd, costState, firstTokenMs, totalMs, finishReason } = end;
      const receipt = {
        model,
        promptTokens,
        completionTokens,
        costUsd: costUsd && addUsd(costUsd),
        costState,
        firstTokenMs,
        totalMs,
        finishReason,
      };
      const { text, failure } = end;
      const status = end.state === "done" ? "complete" : end.state;
      tables.messages.set(key(userId, row.messageId), { ...message, status, text, failure, receipt });
      const conversation = tables.conversations.get(key(userId, row.conversationId));
      if (conversation && costUsd) {
        tables.conversations.set(key(userId, row.conversationId), {
          ...conversation,
          costUsd: addUsd(conversation.costUsd, costUsd),
        });
      }
      await memoryEvents(tx, userId).append(end.event);
      return memoryMessages(tx, userId).findById(row.messageId);
    },
  };
}

export const isRunning = (row: { state: string }): boolean => row.state === "queued" || row.state === "running";

export function withoutUser({ userId: _, ...generation }: GenerationRow): Generation {
  return generation;
}

const FRESH = {
  state: "running",
  fence: 1,
  attempt: 1,
  providerId: null,
  stopRequested: false,
} as const;
const DIED = {
  state: "interrupted",
  promptTokens: null,
  completionTokens: null,
  costUsd: null,
  firstTokenMs: null,
  totalMs: null,
  finishReason: null,
  failure: { reason: "owner-died" },
} as const;

function partsOf({ tables }: MemoryTransaction, userId: string, generationId: string) {
  return [...tables.parts]
    .filter(([, part]) => part.userId === userId && part.generationId === generationId)
    .sort(([, a], [, b]) => a.offset - b.offset);
}

function addResponse({ tables, leaseNow }: MemoryTransaction, row: GenerationRow, end: GenerationEnd): void {
  const { userId, id: generationId, messageId, conversationId, attempt } = row;
  const { model, state, providerId, promptTokens, completionTokens, costUsd, costState, at } = end;
  const { firstTokenMs, totalMs } = end;
  tables.responses.set(key(userId, generationId, attempt), {
    ...{ userId, generationId, messageId, conversationId, attempt, model, state, providerId },
    ...{ promptTokens, completionTokens, costUsd, costState, firstTokenMs, totalMs, rolledUp: false },
    ...{ tries: 0, nextTryAt: leaseNow(), endedAt: at },
  });
}
