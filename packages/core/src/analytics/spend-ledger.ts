/** What everybody spent, for operators. */
export interface SpendLedger {
  /** Dollars since `since`, as a decimal string. */
  since(since: Date): Promise<string>;
}
