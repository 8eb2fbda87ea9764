/** What the inspector's Profiler.stop hands out, as far as it is read here. */
export type CpuProfile = {
  nodes: ProfileNode[];
  /** The node that ran at each sample. */
  samples: number[];
  /** Microseconds before each sample. */
  timeDeltas: number[];
};
export type ProfileNode = { id: number; callFrame: CallFrame };
export type CallFrame = {
  functionName: string;
  /** Empty for what is no script. */
  url: string;
  /** From 0. */
  lineNumber: number;
};
