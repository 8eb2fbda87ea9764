/** One static check. It passes when the command ends with 0 and `inspected` finds something that was looked at. */
export interface Check {
  name: string;
  command: string;
  args: string[];
  /** How much was looked at, read from the whole output; 0 fails, because a check of nothing proves nothing. */
  inspected(output: string): number;
  /** What is counted, in the plural. */
  unit: string;
}
