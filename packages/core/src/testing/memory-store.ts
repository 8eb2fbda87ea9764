import { AsyncLocalStorage } from "node:async_hooks";
import type { DomainEventType } from "@procode/contracts";
import type { Clock } from "../ports/clock.ts";
import type { Ids } from "../ports/ids.ts";
import type { Sealable, Store, SystemStore, UserStore } from "../ports/store.ts";
import { ProcodeError } from "../procode-error.ts";
import { memoryAccountDirectory } from "./memory-accounts.ts";
import { memoryApiKeyDirectory, memoryApiKeys } from "./memory-api-keys.ts";
import { memoryConversations } from "./memory-conversations.ts";
import { memoryEventDesk } from "./memory-event-desk.ts";
import { memoryEventInbox } from "./memory-event-inbox.ts";
import { memoryEvents } from "./memory-events.ts";
import { memoryGenerationDesk } from "./memory-generation-desk.ts";
import { memoryGenerations } from "./memory-generations.ts";
import { memoryJobDesk } from "./memory-job-desk.ts";
import { memoryMessages } from "./memory-messages.ts";
import { memoryRetentionDesk } from "./memory-retention-desk.ts";
import { memoryResponses, memorySpend } from "./memory-responses.ts";
import { copyTables, emptyTables, type MemoryTransaction, type Tables } from "./memory-tables.ts";
import { memoryAnalysis, memoryAnalysisDesk } from "./proactive/memory-analysis.ts";
import { memoryProactive } from "./proactive/memory-proactive.ts";
import { memoryProactiveDesk } from "./proactive/memory-proactive-desk.ts";
import { memoryTelegram } from "./telegram/memory-telegram.ts";
import { memoryTelegramDesk } from "./telegram/memory-telegram-desk.ts";
import { memoryAudit, memorySessions, memoryUsers } from "./memory-users.ts";

export interface MemoryStore extends Store {
  /** Moves the time that leases follow, which is otherwise the clock's. */
  shiftLeaseTime(seconds: number): void;
  /** While away, every call throws UNAVAILABLE database-away. */
  setAway(away: boolean): void;
  /** The next so many transactions commit, and their callers hear that the database is away. */
  loseAnswers(count: number): void;
  /** Whether the caller stands in a transaction. */
  isInside(): boolean;
  /** The committed rows, for a test that looks beneath the ports. */
  tables(): Tables;
}

/**
 * A store without a database that holds the same contract: one transaction at a time, all or nothing, and a
 * transaction in which a statement failed can not commit any more.
 */
export function createMemoryStore(parts: {
  clock: Pick<Clock, "now">;
  ids: Pick<Ids, "next">;
  /** After the commit of a transaction that appended events of this person. */
  onEvents?: (userId: string, types: ReadonlySet<DomainEventType>) => void;
  /** Of the stage that opens a transaction: what is stored in it belongs to that trace. */
  traceparent?: () => string | null;
}): MemoryStore {
  let committed = emptyTables();
  let leaseShiftMs = 0;
  let away = false;
  let answersToLose = 0;
  let queue: Promise<unknown> = Promise.resolve();
  const inside = new AsyncLocalStorage<true>();

  async function transact<Repositories extends object, T>(
    open: (tx: MemoryTransaction) => Repositories,
    work: (tx: Repositories & Sealable) => Promise<T>,
  ): Promise<T> {
    if (away) throw databaseAway();
    const tables = copyTables(committed);
    const fate: Fate = { isSealed: false };
    const told = new Map<string, Set<DomainEventType>>();
    const trace = parts.traceparent?.() ?? null;
    const repositories = open({
      tables,
      now: () => parts.clock.now(),
      leaseNow: () => parts.clock.now().getTime() + leaseShiftMs,
      nextId: () => parts.ids.next(),
      trace,
      tell: (userId, type) => void told.set(userId, (told.get(userId) ?? new Set()).add(type)),
    });
    const [outcome] = await Promise.allSettled([work(guarded(repositories, fate))]);
    const isRefused = fate.error !== undefined;
    if (outcome.status === "rejected" && (isRefused || !fate.isSealed)) throw outcome.reason;
    if (isRefused) throw fate.error;
    committed = tables;
    if (answersToLose > 0) {
      answersToLose--;
      throw databaseAway();
    }
    for (const [userId, types] of told) parts.onEvents?.(userId, types);
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  }

  function queued<T>(run: () => Promise<T>): Promise<T> {
    if (inside.getStore()) throw new Error("A transaction was opened inside another one, which waits for itself.");
    const turn = queue.then(() => inside.run(true, run));
    queue = turn.catch(() => undefined);
    return turn;
  }

  const asSystem: Store["asSystem"] = async (work) => queued(() => transact(systemStore, work));
  return {
    asUser: async (userId, work) => queued(() => transact((tx) => userStore(tx, userId), work)),
    asSystem,
    async findSession(sessionId) {
      const now = parts.clock.now();
      return (await asSystem((tx) => tx.accounts.findActiveSessions([sessionId], now))).get(sessionId) ?? null;
    },
    lookUp: asSystem,
    check: async () => {
      if (away) throw databaseAway();
    },
    shiftLeaseTime: (seconds) => {
      leaseShiftMs += seconds * 1000;
    },
    setAway: (value) => {
      away = value;
    },
    loseAnswers: (count) => {
      answersToLose = count;
    },
    isInside: () => inside.getStore() === true,
    tables: () => committed,
  };
}

function userStore(tx: MemoryTransaction, userId: string): Omit<UserStore, "seal"> {
  return {
    users: memoryUsers(tx, userId),
    sessions: memorySessions(tx, userId),
    apiKeys: memoryApiKeys(tx, userId),
    conversations: memoryConversations(tx, userId),
    messages: memoryMessages(tx, userId),
    generations: memoryGenerations(tx, userId),
    responses: memoryResponses(tx, userId),
    events: memoryEvents(tx, userId),
    relay: memoryEventInbox(tx, userId),
    audit: memoryAudit(tx, userId),
    telegram: memoryTelegram(tx, userId),
    proactive: memoryProactive(tx, userId),
    analysis: memoryAnalysis(tx, userId),
  };
}

function systemStore(tx: MemoryTransaction): Omit<SystemStore, "seal"> {
  return {
    accounts: memoryAccountDirectory(tx),
    generations: memoryGenerationDesk(tx),
    spend: memorySpend(tx),
    relay: memoryEventDesk(tx),
    telegram: memoryTelegramDesk(tx),
    proactive: memoryProactiveDesk(tx),
    analysis: memoryAnalysisDesk(tx),
    apiKeys: memoryApiKeyDirectory(tx),
    jobs: memoryJobDesk(tx),
    retention: memoryRetentionDesk(tx),
  };
}

type Fate = { /** The first refusal. */ error?: unknown; isSealed: boolean };

// A refused statement ends PostgreSQL's transaction, even when its error was caught.
function guarded<Repositories extends object>(repositories: Repositories, fate: Fate): Repositories & Sealable {
  const guard = <Value extends object>(value: Value): Value =>
    new Proxy(value, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member === "object" && member !== null) return guard(member);
        if (typeof member !== "function") return member;
        return async (...args: unknown[]) => {
          if (fate.isSealed) throw new Error("A statement was sent after its transaction had ended.");
          if (fate.error !== undefined) throw fate.error;
          try {
            return await (member as (...args: unknown[]) => Promise<unknown>)(...args);
          } catch (error) {
            fate.error ??= error;
            throw error;
          }
        };
      },
    });
  const seal = () => {
    fate.isSealed = true;
  };
  return { ...guard(repositories), seal };
}

const databaseAway = (): ProcodeError =>
  new ProcodeError(
    "UNAVAILABLE",
    "PROCODE can not reach its database. What you wrote is kept here; try again in a moment.",
    {
      reason: "database-away",
      retryAfterSeconds: 5,
    },
  );
