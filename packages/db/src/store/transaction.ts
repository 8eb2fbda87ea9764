import type { DomainEventType } from "@procode/contracts";
import type { Clock, Ids } from "@procode/core";
import type { Socket } from "node:net";
import type { PoolClient } from "pg";
import type { Cipher } from "../cipher.ts";
import type { PrismaClient } from "../generated/client.ts";
import { mapError } from "./map-error.ts";
import type { Sql } from "./sql.ts";
import type { LentPrisma, PrismaLender } from "./prisma-lender.ts";

/** What a repository works with, for one transaction. */
export type Transaction = {
  /** Runs one statement, made with `sql`; for the frequent ones. */
  rows<Row extends object>(statement: Sql): Promise<Row[]>;
  /** Runs one statement and returns how many rows it touched or returned. */
  count(statement: Sql): Promise<number>;
  /** Prisma's client inside this transaction; for all others. */
  prisma(): PrismaClient;
  now(): Date;
  nextId(): string;
  /** The person has a new event of this type; said to others after the commit. */
  tell(userId: string, type: DomainEventType): void;
  cipher: Cipher;
  /** Sends COMMIT along with what was sent so far; every further statement is refused. */
  seal(): void;
};
export type OpenTransaction = Transaction & {
  /** Whose events were appended, and their types. */
  told(): ReadonlyMap<string, ReadonlySet<DomainEventType>>;
  /** The first error of a statement. PostgreSQL refuses everything after it, even when it was caught. */
  failure(): unknown;
  /** Sends the statement that opens it. */
  begin(text: string): Promise<unknown>;
  /** COMMIT, where it was sent already. */
  sealed(): Promise<unknown> | undefined;
  /** Refuses every further statement and gives Prisma's client back. */
  end(): void;
};
export type TransactionParts = {
  clock: Pick<Clock, "now">;
  ids: Pick<Ids, "next">;
  cipher: Cipher;
  lender: PrismaLender;
  nameStatement: (sql: string) => string | undefined;
};

export function openTransaction(connection: PoolClient, parts: TransactionParts): OpenTransaction {
  let failure: unknown;
  let lent: LentPrisma | undefined;
  let isOver = false;
  let sealed: Promise<unknown> | undefined;
  const told = new Map<string, Set<DomainEventType>>();
  const cork = createCork(connection);

  async function watched<Result>(query: () => Promise<Result>): Promise<Result> {
    try {
      return await query();
    } catch (error) {
      failure ??= error;
      throw error;
    }
  }

  async function run(statement: Sql) {
    const text = statement.text;
    const name = parts.nameStatement(text);
    if (isOver) throw tooLate();
    cork();
    try {
      return await watched(() =>
        connection.query({ text, values: statement.values as unknown[], ...(name === undefined ? {} : { name }) }),
      );
    } catch (error) {
      throw mapError(error);
    }
  }

  function end() {
    if (isOver) return;
    isOver = true;
    lent?.giveBack();
  }

  return {
    rows: async <Row extends object>(statement: Sql) => (await run(statement)).rows as Row[],
    count: async (statement) => (await run(statement)).rowCount ?? 0,
    prisma() {
      if (isOver) throw tooLate();
      const query = ((...args: unknown[]) =>
        watched(() => (connection.query as (...args: unknown[]) => Promise<unknown>)(...args))) as PoolClient["query"];
      lent ??= parts.lender.lend({ query });
      return lent.prisma;
    },
    now: () => parts.clock.now(),
    nextId: () => parts.ids.next(),
    tell: (userId, type) => void told.set(userId, (told.get(userId) ?? new Set()).add(type)),
    told: () => told,
    cipher: parts.cipher,
    failure: () => failure,
    begin(text) {
      cork();
      return connection.query(text);
    },
    seal() {
      if (isOver) return;
      end();
      cork();
      sealed = connection.query("COMMIT");
      // Whoever opened the transaction waits for it, after the statements that left with it.
      sealed.catch(() => undefined);
    },
    sealed: () => sealed,
    end,
  };
}

/** What is sent in one go leaves in one write, which costs as much as a statement. */
function createCork(connection: PoolClient): () => void {
  // The driver keeps its socket to itself; without it each statement is a write of its own, and nothing else changes.
  const stream = (connection as unknown as { connection?: { stream: Socket } }).connection?.stream;
  let isCorked = false;
  return () => {
    if (isCorked || !stream) return;
    isCorked = true;
    stream.cork();
    process.nextTick(() => {
      isCorked = false;
      stream.uncork();
    });
  };
}

const tooLate = (): Error => new Error("A statement was sent after its transaction had ended.");
