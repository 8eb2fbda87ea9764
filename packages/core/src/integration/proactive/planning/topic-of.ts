import type { LoopKind } from "../ledger/proactive-repository.ts";

/** What a person sets a weight for, where they did not name a topic themselves. */
export const TOPIC_OF: Record<LoopKind, string> = { reminder: "Reminders", promise: "Promises", goal: "Goals" };
