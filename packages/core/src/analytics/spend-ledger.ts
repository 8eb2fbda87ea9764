/** What everybody spent, for operators. */
export interface SpendLedger {
  /** Dollars since `since`, as a decimal string. */
  since(since: Date): Promise<string>;
  /** The next `limit` people after `after`, by id, of whom a reported response that ended before `before` is in no day yet. */
  findNotRolledUp(input: { before: Date; after: string; limit: number }): Promise<string[]>;
}
