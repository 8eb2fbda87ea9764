import { randomInt } from "node:crypto";
import type { DomainEventType } from "@procode/contracts";
import { type Clock, type Log, ProcodeError } from "@procode/core";
import type { PoolClient } from "pg";
import { borrowConnection, type BorrowedConnection, type ConnectionSource } from "./borrow-connection.ts";
import { isBrokenConnection, isTransient, mapError } from "./map-error.ts";
import { type OpenTransaction, openTransaction, type Transaction, type TransactionParts } from "./transaction.ts";

export type TransactDeps = TransactionParts &
  ConnectionSource & {
    log: Log;
    clock: Pick<Clock, "now" | "sleep">;
    /** After the commit of a transaction that appended events of this person. */
    onEvents?: (userId: string, types: ReadonlySet<DomainEventType>) => void;
    /** A random wait in milliseconds, at most `upTo`. */
    jitter?: (upTo: number) => number;
  };

const TRIES = 3;

/** Runs `work` between `begin` and COMMIT, again when PostgreSQL chose it as the victim of a conflict. Throws ProcodeErrors only, and what `work` throws. */
export async function transact<T>(
  deps: TransactDeps,
  begin: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await borrowConnection(deps, (borrowed) => runOnce(deps, borrowed, begin, work));
    if ("result" in outcome) return outcome.result;
    if (attempt === TRIES || !isTransient(outcome.failure)) throw translate(outcome);
    deps.log.debug("a transaction is run again", { attempt, error: outcome.failure });
    await deps.clock.sleep((deps.jitter ?? randomInt)(20 * 2 ** attempt));
  }
}

type Outcome<T> =
  | { result: T }
  | { /** The statement or connection that failed, as the driver threw it. */ failure: unknown; thrown: unknown };

async function runOnce<T>(
  deps: TransactDeps,
  { connection, isBroken }: BorrowedConnection,
  begin: string,
  work: (tx: Transaction) => Promise<T>,
): Promise<Outcome<T>> {
  const tx = openTransaction(connection, deps);
  try {
    // BEGIN leaves in one write with the statements that follow; where it fails, each of them fails.
    const begun = tx.begin(begin);
    const [outcome] = await Promise.all([worked(tx, work), begun]);
    tx.end();
    if (tx.failure() !== undefined) throw tx.failure();
    await (tx.sealed() ?? connection.query("COMMIT"));
    for (const [userId, types] of tx.told()) deps.onEvents?.(userId, types);
    return outcome;
  } catch (thrown) {
    // Before ROLLBACK: work that is still under way would otherwise write outside of any transaction.
    tx.end();
    const failure = tx.failure() ?? (isDriverError(thrown) ? thrown : undefined);
    const broken = await rollBack(connection, tx, failure);
    if (broken) isBroken(broken);
    return { failure, thrown };
  }
}

/** What the work says. Once it is sealed it commits all the same, whatever is thrown then. */
async function worked<T>(tx: OpenTransaction, work: (tx: Transaction) => Promise<T>): Promise<Outcome<T>> {
  try {
    return { result: await work(tx) };
  } catch (thrown) {
    if (!tx.sealed() || tx.failure() !== undefined) throw thrown;
    return { failure: undefined, thrown };
  }
}

async function rollBack(connection: PoolClient, tx: OpenTransaction, failure: unknown): Promise<Error | undefined> {
  if (failure instanceof Error && isBrokenConnection(failure)) return failure;
  try {
    // A COMMIT after a refused statement rolls back.
    await (tx.sealed() ?? connection.query("ROLLBACK"));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

// BEGIN and COMMIT are sent here and not through the transaction, so their errors arrive unmarked.
const isDriverError = (error: unknown): boolean =>
  error instanceof Error && ("severity" in error || isBrokenConnection(error));

// What the work itself says about a refused statement counts more than the driver's words.
function translate({ failure, thrown }: { failure: unknown; thrown: unknown }): unknown {
  return failure === undefined || thrown instanceof ProcodeError ? thrown : mapError(failure);
}
