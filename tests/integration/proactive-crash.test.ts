import { expect, it } from "vitest";
import { problemsOfProactive } from "../chaos/proactive/problems-of-proactive.ts";
import { runProactive } from "../chaos/proactive/run-proactive.ts";
import type { Role } from "../chaos/proactive/stage.ts";

const SEATS: readonly Role[] = ["web", "worker", "bot", "bot"];

it("J1, J2: a process dies at each crash point and others at random: no message is sent twice, lost in silence or left open", async () => {
  const counts = await runProactive({ seed: 1, messages: 160, kills: 4, seats: SEATS, isHasty: true });
  expect(problemsOfProactive(counts)).toEqual([]);
  // A run in which little was sent would prove little.
  for (const way of ["telegram", "web", "email"]) expect(counts.ends[`sent by ${way}`]).toBeGreaterThan(10);
  expect(counts.uncertain).toBeGreaterThan(0);
});
