/** The figures that operators watch. */
export interface Measures {
  responded(endpoint: string, seconds: number): void;
  failed(endpoint: string, errorType: string): void;
  requestedModel(model: string): void;
  /** Dollars spent by everybody since midnight UTC. */
  spentToday(usd: number): void;
  /** How old the oldest event is that still waits for a consumer, and how many were given up. */
  relayed(state: { lagSeconds: number; dead: number }): void;
}
