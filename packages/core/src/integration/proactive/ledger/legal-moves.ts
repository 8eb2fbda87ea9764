import type { ProactiveState } from "@procode/contracts";
import { ProcodeError } from "../../../procode-error.ts";

/** Where a proactive message may go from each state. The database holds the same list in a trigger. */
export const LEGAL_MOVES: Record<ProactiveState, readonly ProactiveState[]> = {
  candidate: ["scheduled", "cancelled", "expired"],
  scheduled: ["claimed", "cancelled", "expired"],
  claimed: ["scheduled", "sending", "cancelled", "expired", "dead"],
  sending: ["sent", "uncertain", "failed"],
  failed: ["scheduled", "dead"],
  sent: ["read", "responded"],
  read: ["responded"],
  responded: [],
  uncertain: [],
  dead: [],
  cancelled: [],
  expired: [],
};

/** What a store throws for a move that is not among them. */
export const illegalMove = (cause?: unknown): ProcodeError =>
  new ProcodeError(
    "CONFLICT",
    "This message went another way meanwhile, so this step is not open to it any more. Nothing was changed.",
    { reason: "illegal-move" },
    { cause },
  );
