import { expect, it } from "vitest";
import { sendMessage } from "../../../conversation/send-message.ts";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { openProactivePerson } from "../../../testing/proactive/open-proactive-person.ts";
import { claimProactive } from "../ledger/claim-proactive.ts";
import { sendProactive } from "../sending/send-proactive.ts";
import { planProactive } from "./plan-proactive.ts";

const HOUR = 3_600_000;

/** Somebody who wrote of a trip, and to whom a message came in the web inbox since. */
async function open() {
  const base = createTestContext();
  const opened = await openProactivePerson(base);
  const { userId, person, job, loop, save, say } = opened;
  await save({ channels: ["web"], caps: { perDay: 5, perWeek: 10 } });
  await sendMessage(person, { clientId: base.ids.next(), text: "We leave for Gdynia on Friday." });
  await person.untilIdle();
  const plan = () => planProactive(job, { userId, at: base.clock.now() });
  const send = async () => {
    const states: string[] = [];
    for (const owner of await claimProactive(job, { limit: 10 })) states.push((await sendProactive(job, owner)).state);
    return states;
  };
  const promise = (dueAt: Date) => loop(dueAt, { kind: "promise", topic: "Packing", words: "Pack the tent" });
  await loop(base.clock.now());
  say();
  await plan();
  return { ...opened, base, plan, send, promise };
}

it("what the person said is what the model reads, also after a message to the web inbox began a conversation of its own", async () => {
  const { base, plan, send, promise, say } = await open();
  expect(await send()).toEqual(["sent"]);
  base.clock.advance(HOUR);
  await promise(base.clock.now());
  say({ topic: "Packing", text: "The tent." });
  expect(await plan()).toMatchObject({ outcome: "planned" });
  const read = base.models.requests.at(-1)?.messages.map(({ content }) => content);
  expect(read).toContain("We leave for Gdynia on Friday.");
});

it("a message to the web inbox is not taken for something that the person wrote since another one was planned", async () => {
  const { base, plan, send, promise, say, save } = await open();
  // The first one waits, and is sent between the plan of the second and its time.
  await save({ snoozedUntil: new Date(base.clock.now().getTime() + HOUR) });
  expect(await send()).toEqual(["deferred"]);
  base.clock.advance(2 * HOUR);
  await promise(new Date(base.clock.now().getTime() + HOUR / 2));
  say({ topic: "Packing", text: "The tent.", sendAt: new Date(base.clock.now().getTime() + HOUR / 2).toISOString() });
  expect(await plan()).toMatchObject({ outcome: "planned" });
  expect(await send()).toEqual(["sent"]);
  base.clock.advance(HOUR / 2);
  // Its hour was taken by the one that waited.
  expect(await send()).toEqual(["deferred"]);
  base.clock.advance(HOUR / 2);
  expect(await send()).toEqual(["sent"]);
});
