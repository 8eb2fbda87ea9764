import type { Usage } from "@procode/contracts";
import type { LooseCall } from "../conversation/generation-repository.ts";

/** What answers cost. */
export interface ResponseRepository {
  /** Sums since `since`, and of the UTC day and month that `now` lies in. */
  usage(input: { since: Date; now: Date }): Promise<Usage>;
  /** Keeps a loose call. The same id again replaces what stood there, unless its cost was reported: it counts once. */
  record(call: LooseCall): Promise<void>;
  /** Writes a late cost into the response, and into its answer and conversation where it has them. */
  settle(
    generationId: string,
    usage: { promptTokens: number | null; completionTokens: number | null; costUsd: string | null },
  ): Promise<void>;
  /** Moves responses whose cost is reported, and so final, into the sums of their UTC day, model and channel; some hundred at a time. */
  rollUp(): Promise<void>;
}
