/** What the proxy does to connections. Everything left out is left alone. */
export type Faults = {
  /** Every byte arrives this much later, in both directions. */
  latencyMs?: number;
  /** Up to this much more, drawn anew for every read. */
  jitterMs?: number;
  /** Passes bytes on in pieces of `min` to `max` bytes. */
  slice?: { min: number; max: number };
  cut?: Cut;
  /** The upstream gets the whole request; the connection dies when it begins to answer, before a byte of that. */
  acceptThenCut?: boolean;
  /** Nothing passes and nothing closes, without a word; what waits goes on when this is switched off. */
  blackhole?: boolean;
  /** The port is closed: new connections are refused. */
  refuse?: boolean;
};

export type Cut = {
  /** Which way the counted bytes flow: `down` to the client (default) or `up` to the target. */
  way?: Way;
  /** Dies after exactly this many bytes … */
  afterBytes?: number;
  /** … or after a number drawn between 0 and this. */
  withinBytes?: number;
  /** The share of connections that is cut, 0 to 1 (default 1). */
  chance?: number;
};

export type Way = "up" | "down";

export type FaultCounts = {
  connections: number;
  cut: number;
  acceptedThenCut: number;
  /** Reads that were held back by a black hole. */
  heldBack: number;
  /** Times the port was closed. */
  refusals: number;
  slices: number;
  bytesUp: number;
  bytesDown: number;
};

/** Throws a sentence on numbers that mean nothing. */
export function checkFaults(faults: Faults): void {
  const { slice, cut, latencyMs = 0, jitterMs = 0 } = faults;
  if (latencyMs < 0 || jitterMs < 0) throw new Error("A latency or jitter is at least 0 ms.");
  if (slice && !(slice.min >= 1 && slice.max >= slice.min)) throw new Error("A slice has 1 ≤ min ≤ max bytes.");
  if (cut && (cut.afterBytes === undefined) === (cut.withinBytes === undefined))
    throw new Error("A cut has either afterBytes or withinBytes.");
}
