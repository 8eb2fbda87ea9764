/** For one call. */
export interface CallOptions {
  /** Ends the call at once; it then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** For one attempt; the client's own when left out. */
  timeoutMs?: number | undefined;
}

/** Reads; safe to repeat, and repeated by itself when the way there fails. */
export interface Query<Input, Output> {
  query(input: Input, options?: CallOptions): Promise<Output>;
}

/** Changes something; repeated by itself only when its input carries a `clientId`. */
export interface Mutation<Input, Output> {
  mutate(input: Input, options?: CallOptions): Promise<Output>;
}

/** Follows what happens, and goes on after a cut from the last event that was seen. */
export interface Subscription<Input, Data> {
  subscribe(input: Input, observer: SubscriptionObserver<Data>): { unsubscribe(): void };
}

export interface SubscriptionObserver<Data> {
  onData(event: { id: string; data: Data }): void;
  /** The end, by a failure that coming back does not mend. Nothing follows. */
  onError?(error: Error): void;
  /** The end, because the server has said everything. */
  onComplete?(): void;
  signal?: AbortSignal | undefined;
}
