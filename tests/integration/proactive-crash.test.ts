import { expect, it, vi } from "vitest";
import { judgeProactive } from "../chaos/proactive/judge-proactive.ts";
import { problemsOfProactive } from "../chaos/proactive/problems-of-proactive.ts";
import { runProactive } from "../chaos/proactive/run-proactive.ts";
import { openStage, type Role } from "../chaos/proactive/stage.ts";

const SEATS: readonly Role[] = ["web", "worker", "bot", "bot"];
const PATIENCE = { timeout: 60_000, interval: 100 };

it("J1, J2: a process dies at each crash point and others at random: no message is sent twice, lost in silence or left open", async () => {
  const counts = await runProactive({ seed: 1, messages: 160, kills: 4, seats: SEATS, plannedOneOf: 3, isHasty: true });
  expect(problemsOfProactive(counts)).toEqual([]);
  // A run in which little was sent would prove little.
  for (const way of ["telegram", "web", "email"]) expect(counts.ends[`sent by ${way}`]).toBeGreaterThan(10);
  expect(counts.uncertain).toBeGreaterThan(0);
});

it("O1: asked to end while a slow mail server has letters, a web process leaves none uncertain, and the others go later", async () => {
  const LETTERS = 40;
  const stage = await openStage(1, LETTERS, { ways: ["email"], plannedOneOf: null });
  try {
    stage.mail.setFaults({ lateAfterDot: 1 });
    const first = await stage.start("web");
    await stage.crowd.release(LETTERS);
    await stage.makeDue("deliver-proactive");
    await vi.waitFor(() => expect(stage.mail.letters().length).toBeGreaterThan(4), PATIENCE);
    expect(await first.stop()).toBe(0);
    expect(stage.mail.letters().length).toBeLessThan(LETTERS);
    expect(await stage.countSending()).toBe(0);
    stage.mail.setFaults({});
    const second = await stage.start("web");
    await vi.waitFor(async () => {
      await stage.freeMessages();
      await stage.freeJobs();
      await stage.makeDue("deliver-proactive");
      expect(stage.mail.letters().length).toBe(LETTERS);
    }, PATIENCE);
    await second.stop();
    const { doubled, lost, open, uncertain, ends } = await judgeProactive(stage);
    expect({ doubled, lost, open, uncertain, ends }).toEqual({
      ...{ doubled: [], lost: [], open: [], uncertain: 0 },
      ends: { "sent by email": LETTERS },
    });
  } finally {
    await stage.close();
  }
});
