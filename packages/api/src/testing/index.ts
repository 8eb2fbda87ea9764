/** The door for tests that sweep every procedure. */
export type { ForeignIds } from "./sample-input.ts";
export { type Probe, probes } from "./sweep.ts";
