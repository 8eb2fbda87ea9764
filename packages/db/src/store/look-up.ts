import { databaseAway, isBrokenConnection, mapError } from "./map-error.ts";
import type { TransactDeps } from "./transact.ts";
import { openTransaction, type Transaction } from "./transaction.ts";

/**
 * Runs one statement as it is: PostgreSQL's own transaction around a statement is enough, and saves two round trips
 * for what every request asks. A second statement is refused, because nothing would hold the two together.
 */
export async function lookUp<T>(deps: TransactDeps, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const connection = await deps.pool.connect().catch((error: unknown) => {
    throw databaseAway(error);
  });
  const tx = openTransaction(connection, deps);
  let broken: Error | undefined;
  // A line that breaks before the statement tells only the connection; unheard it would end the process.
  const onBreak = (error: Error) => (broken ??= error);
  connection.on("error", onBreak);
  try {
    return await work(once(tx));
  } catch (error) {
    const failure = tx.failure();
    if (failure instanceof Error && isBrokenConnection(failure)) broken = failure;
    throw failure === undefined ? error : mapError(failure);
  } finally {
    tx.giveBack();
    connection.off("error", onBreak);
    connection.release(broken);
  }
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
  };
}
