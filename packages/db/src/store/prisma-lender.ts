import { PrismaPg } from "@prisma/adapter-pg";
import { Pool, type PoolClient } from "pg";
import { PrismaClient } from "../generated/client.ts";

export interface PrismaLender {
  /** A client whose every query runs on this connection, thereby inside its transaction. */
  lend(connection: Pick<PoolClient, "query">): LentPrisma;
  close(): Promise<void>;
}
export type LentPrisma = { prisma: PrismaClient; giveBack(): void };

/**
 * Prisma's own interactive transactions cost three times the CPU of the statements in them, so transactions are the
 * pool's, and a client of Prisma is lent to one that wants it. Each is used by one transaction at a time.
 */
export function createPrismaLender(nameStatement: (sql: string) => string | undefined): PrismaLender {
  const idle: { prisma: PrismaClient; seat: ConnectionSeat }[] = [];
  const all: PrismaClient[] = [];

  function create() {
    const seat = new ConnectionSeat();
    const prisma = new PrismaClient({
      adapter: new PrismaPg(seat, { statementNameGenerator: ({ sql }) => nameStatement(sql) ?? "" }),
    });
    all.push(prisma);
    return { prisma, seat };
  }

  return {
    lend(connection) {
      const client = idle.pop() ?? create();
      client.seat.current = connection;
      return {
        prisma: client.prisma,
        giveBack() {
          client.seat.current = null;
          idle.push(client);
        },
      };
    },
    async close() {
      await Promise.all(all.map((prisma) => prisma.$disconnect()));
    },
  };
}

/** Looks like a pool to Prisma's adapter, and is the one connection that sits in it. */
class ConnectionSeat extends Pool {
  current: Pick<PoolClient, "query"> | null = null;

  override query = ((...args: unknown[]) => {
    if (!this.current) return Promise.reject(new Error("A statement was sent after its transaction had ended."));
    return (this.current.query as (...args: unknown[]) => unknown)(...args);
  }) as Pool["query"];

  override connect(): never {
    throw new Error("Prisma wanted a transaction of its own inside the store's. Write it as single statements.");
  }
}
