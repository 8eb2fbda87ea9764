import { expect, it } from "vitest";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { openProactivePerson } from "../../../testing/proactive/open-proactive-person.ts";
import { claimProactive } from "../ledger/claim-proactive.ts";
import { findProactivePeople } from "../planning/find-proactive-people.ts";
import { planProactive } from "../planning/plan-proactive.ts";
import { previewProactive } from "../preview/preview-proactive.ts";
import { sendProactive } from "../sending/send-proactive.ts";
import { addProactiveSchedule } from "./add-proactive-schedule.ts";
import { getProactive } from "./get-proactive.ts";
import { pauseProactiveSchedule } from "./pause-proactive-schedule.ts";
import { removeProactiveSchedule } from "./remove-proactive-schedule.ts";

const HOUR = 3_600_000;

/** A plan for Tuesdays and Wednesdays at ten, of which today's is about to be sent. */
async function open() {
  const base = createTestContext();
  const { userId, person, job, say } = await openProactivePerson(base);
  const { id } = await addProactiveSchedule(person, { words: "My plan", topic: "Plan", weekdays: [2, 3], at: "10:00" });
  base.clock.advance(HOUR);
  say({ topic: "Plan", text: "Rent and a run." });
  expect(await planProactive(job, { userId, at: base.clock.now() })).toMatchObject({ outcome: "planned" });
  const send = async () => {
    const [owner] = await claimProactive(job, { limit: 1 });
    return owner && (await sendProactive(job, owner)).state;
  };
  const ahead = async () => (await previewProactive(person)).items.map(({ at }) => at.toISOString());
  const pause = (paused: boolean) => pauseProactiveSchedule(person, { id, paused });
  return { base, userId, person, job, id, send, ahead, pause };
}

it("of a schedule that is paused nothing is sent, planned or previewed, until it goes on", async () => {
  const { base, userId, person, job, send, ahead, pause } = await open();
  await pause(true);
  await pause(true);
  expect((await getProactive(person)).schedules).toMatchObject([{ pausedAt: base.clock.now() }]);
  expect(await send()).toBe("cancelled");
  expect(await ahead()).toEqual([]);
  base.clock.advance(24 * HOUR);
  const due = () => findProactivePeople(job, { at: base.clock.now(), after: null });
  expect((await due()).userIds).toEqual([]);
  await pause(false);
  expect((await due()).userIds).toEqual([userId]);
  expect(await ahead()).toContain("2026-11-25T10:00:00.000Z");
});

it("what was planned of a schedule that is removed is not sent", async () => {
  const { person, id, send } = await open();
  await removeProactiveSchedule(person, { id });
  expect(await send()).toBe("cancelled");
});

it("is paused by its person alone", async () => {
  const { base, person, id } = await open();
  const stranger = await base.newPerson();
  await expect(pauseProactiveSchedule(stranger, { id, paused: true })).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect((await getProactive(person)).schedules).toMatchObject([{ pausedAt: null }]);
});
