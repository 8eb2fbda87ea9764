import type { Transaction } from "../../store/transaction.ts";

/** Statements by what they are for, and the indexes by which they must be planned. */
export type Planned = [what: string, work: (tx: Transaction) => Promise<unknown>, indexes: string[]];
