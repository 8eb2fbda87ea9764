import type { Usage } from "@procode/contracts";

/** What answers cost. */
export interface ResponseRepository {
  /** Sums since `since`, and of the UTC day and month that `now` lies in. */
  usage(input: { since: Date; now: Date }): Promise<Usage>;
  /** Writes a late cost into the response, its answer and its conversation. */
  settle(
    generationId: string,
    usage: { promptTokens: number | null; completionTokens: number | null; costUsd: string | null },
  ): Promise<void>;
}
