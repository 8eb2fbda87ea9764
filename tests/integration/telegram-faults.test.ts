import { findDeliveryProblems } from "@procode/core/testing";
import { expect, it } from "vitest";
import { runWireFaults } from "../faults/telegram/run-wire-faults.ts";

// The same plans as in core's own test, where they are many; here the bot's process, its database and the wire are real.
it.concurrent.each([1, 2, 3])(
  "T5, T6, T7, T9: replies and what nobody asked for, while Telegram does what a seed says: every promise of delivery holds (seed %i)",
  async (seed) => {
    const run = await runWireFaults(seed);
    expect(findDeliveryProblems(run)).toEqual([]);
    const ends = new Set(run.events.map((event) => (event.kind === "unblocked" ? event.kind : event.end)));
    for (const end of ["taken", "lost", "flood", "server-error", "bad-entities", "unblocked"] as const)
      expect(ends).toContain(end);
    expect(run.outages).toHaveLength(1);
  },
);
