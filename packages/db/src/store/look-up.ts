import { borrowConnection } from "./borrow-connection.ts";
import { isBrokenConnection, mapError } from "./map-error.ts";
import type { TransactDeps } from "./transact.ts";
import { openTransaction, type Transaction } from "./transaction.ts";

/**
 * Runs one statement as it is: PostgreSQL's own transaction around a statement is enough, and saves two round trips
 * for what every request asks. A second statement is refused, because nothing would hold the two together.
 */
export function lookUp<T>(deps: TransactDeps, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return borrowConnection(deps, async ({ connection, isBroken }) => {
    const tx = openTransaction(connection, deps);
    try {
      return await work(once(tx));
    } catch (error) {
      const failure = tx.failure();
      if (failure instanceof Error && isBrokenConnection(failure)) isBroken(failure);
      throw failure === undefined ? error : mapError(failure);
    } finally {
      tx.end();
    }
  });
}

function once(tx: Transaction): Transaction {
  let statements = 0;
  const count = () => {
    if (++statements > 1) throw new Error("A look-up is one statement; open a transaction for more.");
  };
  return {
    ...tx,
    rows(statement) {
      count();
      return tx.rows(statement);
    },
    count() {
      throw new Error("A look-up changes nothing.");
    },
    prisma() {
      throw new Error("A look-up is one statement, made with sql.");
    },
    seal() {
      throw new Error("A look-up is no transaction.");
    },
  };
}
