import { filledId } from "../fill-database.ts";

/** One of each that `fillDatabase` makes. */
export const FILLED = {
  person: filledId("user", 7),
  conversation: filledId("conversation", 7),
  question: filledId("message", 7),
  answer: filledId("message", 30_007),
  generation: filledId("generation", 7),
  owner: { workerId: "worker", fence: 1 },
  now: new Date("2026-11-24T12:00:00Z"),
};
