/** The four figures that operators watch. */
export interface Measures {
  responded(endpoint: string, seconds: number): void;
  failed(endpoint: string, errorType: string): void;
  requestedModel(model: string): void;
  /** Dollars spent by everybody since midnight UTC. */
  spentToday(usd: number): void;
}
