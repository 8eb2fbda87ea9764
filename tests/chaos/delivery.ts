import { type DeliveryCall, findDeliveryProblems } from "@procode/core/testing";
import { runWireFaults } from "../faults/telegram/run-wire-faults.ts";
import type { ChaosResult } from "./scenarios.ts";

/** Telegram cuts, refuses, puts off and goes away, and people block the bot; the same seed has the same acts and faults. */
export async function runDelivery({ seed }: { seed: number }): Promise<ChaosResult> {
  const run = await runWireFaults(seed);
  const calls = run.events.filter((event): event is DeliveryCall => event.kind !== "unblocked");
  const tries = run.rows.reduce((sum, { attempts }) => sum + attempts, 0);
  const messages = calls.filter(({ kind }) => kind === "message").length;
  const count = (groups: Map<string, readonly unknown[]>) =>
    [...groups].map(([name, found]) => `${found.length} ${name}`).join(", ");
  return {
    summary: `${messages} calls (${count(Map.groupBy(calls, ({ end }) => end))}), ${tries - messages} without a connection; ${count(Map.groupBy(run.rows, ({ state }) => state))}`,
    problems: findDeliveryProblems(run),
  };
}
