import { expect, it } from "vitest";
import { problemsOf } from "../chaos/problems-of.ts";
import { runTelegramPollers } from "../chaos/telegram-pollers.ts";

it("T4: two bots with one token: one polls, and when it is killed, held or ended the other takes over within 10 s; none is lost or answered twice", async () => {
  const counts = await runTelegramPollers({ seed: 4, chats: 6, faults: ["kill", "pause", "stop"] });
  expect(problemsOf(counts)).toEqual([]);
  expect(counts.takeoversMs.map(({ fault }) => fault)).toEqual(["kill", "pause", "stop"]);
  for (const { fault, ms } of counts.takeoversMs) expect(ms, fault).toBeLessThan(fault === "stop" ? 3_000 : 10_000);
  expect(counts.stubborn).toBe(0);
});
