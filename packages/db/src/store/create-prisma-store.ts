import type { DomainEventType } from "@procode/contracts";
import type { Clock, Ids, Log, Store, SystemStore, UserStore } from "@procode/core";
import type { Pool } from "pg";
import { createCipher } from "../cipher.ts";
import { prismaAccounts } from "./accounts.ts";
import { prismaApiKeyDirectory, prismaApiKeys } from "./api-keys.ts";
import { prismaAudit } from "./audit.ts";
import { checkDatabase } from "./check-database.ts";
import { prismaConversations } from "./conversations.ts";
import { prismaEventDesk } from "./event-desk.ts";
import { prismaEventInbox } from "./event-inbox.ts";
import { prismaEvents } from "./events.ts";
import { prismaGenerationDesk } from "./generation-desk.ts";
import { prismaGenerations } from "./generations.ts";
import { prismaJobDesk } from "./job-desk.ts";
import { prismaMessages } from "./messages.ts";
import { lookUp } from "./look-up.ts";
import { createGatherer } from "./create-gatherer.ts";
import { createPool, setServerLimits } from "./pool.ts";
import { poolSize } from "./pool-size.ts";
import { createSeats } from "./create-seats.ts";
import { createPrismaLender } from "./prisma-lender.ts";
import { prismaResponses, prismaSpend } from "./responses.ts";
import { prismaRetentionDesk } from "./retention-desk.ts";
import { prismaSessions } from "./sessions.ts";
import { createStatementNames } from "./statement-names.ts";
import { transact, type TransactDeps } from "./transact.ts";
import type { Transaction } from "./transaction.ts";
import { prismaAnalysis, prismaAnalysisDesk } from "./proactive/analysis.ts";
import { prismaProactiveDesk } from "./proactive/proactive-desk.ts";
import { prismaProactive } from "./proactive/proactive-messages.ts";
import { prismaTelegram } from "./telegram.ts";
import { prismaTelegramDesk } from "./telegram-desk.ts";
import { prismaUsers } from "./users.ts";

export type PrismaStoreOptions = {
  appUrl: string;
  systemUrl: string;
  /** `ENCRYPTION_KEYS`: id:base64 pairs, newest first. */
  keys: string;
  clock: Pick<Clock, "now" | "sleep">;
  ids: Pick<Ids, "next">;
  log: Log;
  /** Connections at most; each is a process of the database's. What the address says with `connection_limit` when left out, else 10 and 6. */
  appConnections?: number;
  systemConnections?: number;
  /** How long a caller waits for one of them to come free. */
  seatWaitMs?: number;
  /** After the commit of a transaction that appended events of this person. */
  onEvents?: (userId: string, types: ReadonlySet<DomainEventType>) => void;
  /** Of the stage that opens a transaction: what is stored in it belongs to that trace. Null where nothing is traced. */
  traceparent?: () => string | null;
  /** A random wait in milliseconds, at most `upTo`, before a transaction is run again. */
  jitter?: (upTo: number) => number;
};
export interface PrismaStore extends Store {
  /** Connections of the system role, for the limiter's counters. */
  systemPool: Pool;
  /** Lets running transactions end and closes every connection. */
  close(): Promise<void>;
}

// Under the fifteen seconds after which clients take silence for a cut.
const SEAT_WAIT_MS = 12_000;

/** The store in PostgreSQL, one pool for each of the two roles. Connects at the first use. */
export function createPrismaStore(options: PrismaStoreOptions): PrismaStore {
  const { clock, ids, log } = options;
  const cipher = createCipher(options.keys);

  function connect(url: string, name: string, max: number): TransactDeps {
    const nameStatement = createStatementNames(url);
    const pool = createPool({ url, name, max, log });
    const { jitter, onEvents } = options;
    const takeSeat = createSeats(max, options.seatWaitMs ?? SEAT_WAIT_MS);
    return {
      pool,
      takeSeat,
      nameStatement,
      lender: createPrismaLender(nameStatement),
      clock,
      ids,
      log,
      cipher,
      ...(jitter ? { jitter } : {}),
      ...(onEvents ? { onEvents } : {}),
    };
  }
  const [appLimits, systemLimits] = [setServerLimits(options.appUrl), setServerLimits(options.systemUrl)];
  const app = connect(options.appUrl, "app", options.appConnections ?? poolSize(options.appUrl, 10));
  const inTrace = () => traceSetting(options.traceparent?.() ?? null);
  const system = connect(options.systemUrl, "system", options.systemConnections ?? poolSize(options.systemUrl, 6));
  const findSession = createGatherer(
    (sessionIds) => lookUp(system, (tx) => prismaAccounts(tx).findActiveSessions(sessionIds, clock.now())),
    clock,
  );

  return {
    asUser: async (userId, work) =>
      transact(app, beginFor(userId) + appLimits + inTrace(), (tx) => work(userStore(tx, userId))),
    asSystem: async (work) => transact(system, `BEGIN${systemLimits}${inTrace()}`, (tx) => work(systemStore(tx))),
    // What is no id is nobody's, and must not fail the question of others.
    findSession: async (sessionId) => (UUID.test(sessionId) ? findSession(sessionId) : null),
    lookUp: async (work) => lookUp(system, (tx) => work(systemStore(tx))),
    async check() {
      await Promise.all([checkDatabase(app.pool, "app"), checkDatabase(system.pool, "system")]);
    },
    systemPool: system.pool,
    async close() {
      await Promise.all([app.lender.close(), system.lender.close()]);
      await Promise.all([app.pool.end(), system.pool.end()]);
    },
  };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// Both in one message, which takes no parameters; a UUID can hold nothing but hex digits.
function beginFor(userId: string): string {
  if (!UUID.test(userId)) throw new Error("A transaction was opened for something that is no user id.");
  return `BEGIN; SET LOCAL procode.user_id = '${userId}'`;
}

const TRACEPARENT = /^[0-9a-f-]{55}$/;

// In the same message as BEGIN, so that it is no statement of its own; the columns named trace take it as their default.
function traceSetting(traceparent: string | null): string {
  if (traceparent === null) return "";
  if (!TRACEPARENT.test(traceparent)) throw new Error("A transaction was opened in something that is no trace.");
  return `; SET LOCAL procode.trace = '${traceparent}'`;
}

function userStore(tx: Transaction, userId: string): UserStore {
  return {
    users: prismaUsers(tx, userId),
    sessions: prismaSessions(tx, userId),
    apiKeys: prismaApiKeys(tx, userId),
    conversations: prismaConversations(tx, userId),
    messages: prismaMessages(tx, userId),
    generations: prismaGenerations(tx, userId),
    responses: prismaResponses(tx, userId),
    events: prismaEvents(tx, userId),
    relay: prismaEventInbox(tx, userId),
    audit: prismaAudit(tx, userId),
    telegram: prismaTelegram(tx, userId),
    proactive: prismaProactive(tx, userId),
    analysis: prismaAnalysis(tx, userId),
    seal: tx.seal,
  };
}

function systemStore(tx: Transaction): SystemStore {
  return {
    accounts: prismaAccounts(tx),
    generations: prismaGenerationDesk(tx),
    spend: prismaSpend(tx),
    relay: prismaEventDesk(tx),
    telegram: prismaTelegramDesk(tx),
    proactive: prismaProactiveDesk(tx),
    analysis: prismaAnalysisDesk(tx),
    apiKeys: prismaApiKeyDirectory(tx),
    jobs: prismaJobDesk(tx),
    retention: prismaRetentionDesk(tx),
    seal: tx.seal,
  };
}
