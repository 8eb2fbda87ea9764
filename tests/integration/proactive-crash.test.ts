import { expect, it, vi } from "vitest";
import { dyingAt } from "../chaos/proactive/crash-points.ts";
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
    const held = await stage.world.database.query("SELECT FROM proactive_messages WHERE state = 'claimed'");
    expect(held).toEqual([]);
    stage.mail.setFaults({});
    // Nothing is freed for it: what the first one gave back is its own at once, and so is the run of the job.
    const second = await stage.start("web");
    await vi.waitFor(() => expect(stage.mail.letters().length).toBe(LETTERS), PATIENCE);
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

it("a delivery goes on in another process within seconds of a kill -9 of the one that held it, whatever is left of its lease", async () => {
  // More than one step takes.
  const MESSAGES = 60;
  const stage = await openStage(1, MESSAGES, { ways: ["web"], plannedOneOf: null });
  const { database } = stage.world;
  const run = "job_runs WHERE function_id = 'procode-deliver-proactive' AND ended_at IS NULL";
  try {
    const first = await stage.start("worker", dyingAt("after-claim"));
    await stage.crowd.release(MESSAGES);
    await stage.makeDue("deliver-proactive");
    await first.ended;
    // So long that nobody could wait for it.
    await database.query("UPDATE job_runs SET lease_until = lease_until + interval '1 day' WHERE ended_at IS NULL");
    expect(await database.query(`SELECT fence FROM ${run}`)).toHaveLength(1);
    const second = await stage.start("worker");
    const sent = () => database.query("SELECT FROM proactive_messages WHERE state = 'sent'");
    await vi.waitFor(async () => expect((await sent()).length).toBeGreaterThan(0), PATIENCE);
    await vi.waitFor(async () => {
      await stage.freeMessages();
      await stage.makeDue("deliver-proactive");
      expect(await sent()).toHaveLength(MESSAGES);
    }, PATIENCE);
    await second.stop();
    const { doubled, lost, open, uncertain } = await judgeProactive(stage);
    expect({ doubled, lost, open, uncertain }).toEqual({ doubled: [], lost: [], open: [], uncertain: 0 });
  } finally {
    await stage.close();
  }
});

it("J3: a worker that stands still past its leases finds all of it taken over: its late word changes nothing, and no letter goes twice", async () => {
  const LETTERS = 30;
  const stage = await openStage(1, LETTERS, { ways: ["email"], plannedOneOf: null });
  const uncertain = () =>
    stage.world.database.query<{ id: string }>(
      "SELECT id FROM proactive_messages WHERE state = 'uncertain' ORDER BY id",
    );
  try {
    stage.mail.setFaults({ lateAfterDot: 1 });
    const stale = await stage.start("worker");
    await stage.crowd.release(LETTERS);
    await stage.makeDue("deliver-proactive");
    await vi.waitFor(async () => expect(await stage.countSending()).toBeGreaterThan(2), PATIENCE);
    stale.signal("SIGSTOP");
    const heir = await stage.start("worker");
    await vi.waitFor(async () => {
      await stage.freeMessages();
      await stage.makeDue("deliver-proactive");
      expect((await uncertain()).length).toBeGreaterThan(2);
    }, PATIENCE);
    const given = await uncertain();
    stale.signal("SIGCONT");
    await vi.waitFor(async () => {
      await stage.makeDue("deliver-proactive");
      const { open } = await judgeProactive(stage);
      expect(open).toEqual([]);
    }, PATIENCE);
    for (const process of [stale, heir]) await process.stop();
    expect(await uncertain()).toEqual(given);
    const { doubled, lost, unexplained } = await judgeProactive(stage);
    expect({ doubled, lost, unexplained }).toEqual({ doubled: [], lost: [], unexplained: [] });
  } finally {
    await stage.close();
  }
});
