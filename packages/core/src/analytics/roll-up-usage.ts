import type { InsideConsumer } from "../relay/event-consumer.ts";

/** Brings a person's days up to date when an answer ended or its cost came, so that a month of usage is a few rows. */
export const rollUpUsage: InsideConsumer = {
  name: "usage",
  types: ["AIResponseGenerated", "UsageSettled"],
  doesAllAtOnce: true,
  consume: (tx) => tx.responses.rollUp(),
};
