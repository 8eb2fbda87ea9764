/**
 * Where chats go: the OpenRouter protocol (the sandbox itself, or a route that only proxies it), or the product's own,
 * with the Cookie headers of signed-in accounts, which the streams share in turn.
 */
export type Door =
  | { protocol: "openrouter"; url: string; model: string }
  | { protocol: "procode"; url: string; cookies: string[] };

/** A closed loop: each stream asks its next chat when the answer to the one before is complete. */
export type LoadPlan = {
  door: Door;
  streams: number;
  chatsPerStream: number;
  /** Streams begin evenly over this time, so that they do not march in step. */
  rampMs: number;
  /** What the person writes; its directive tells the sandbox how to answer. */
  text: string;
  /** What each answer must be, byte for byte. */
  expected: string;
  /** A chat that takes longer is an error. */
  chatTimeoutMs: number;
};

export type LoadResult = {
  chats: number;
  /** One sentence for each chat that failed. */
  errors: string[];
  seconds: number;
  /** Milliseconds from asking to the first character of the answer, one for each good chat. */
  firstTextMs: number[];
  /** Milliseconds between arrivals of text within an answer. */
  gapsMs: number[];
  /** CPU of the load generator itself, in milliseconds. */
  ownCpuMs: number;
};
