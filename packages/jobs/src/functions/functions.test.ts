import { relayPerson, CONSUMERS, jobContext, sendMessage } from "@procode/core";
import { expect, it } from "vitest";
import { openFunctions } from "../testing/open-functions.ts";

const DAY_MS = 86_400_000;

it("prune-outbox drops old events of everybody who has something newer", async () => {
  const { ctx, run } = openFunctions();
  const person = await ctx.newPerson();
  const send = async (last: number) => {
    await sendMessage(person, { text: "Hello", clientId: `44444444-4444-7444-8444-44444444444${last}` });
    await person.untilIdle();
  };
  await send(1);
  ctx.clock.advance(31 * DAY_MS);
  await send(2);
  await relayPerson(jobContext(ctx, "relay"), { userId: person.userId, consumers: CONSUMERS });
  const before = ctx.store.tables().events.size;
  expect(await run("prune-outbox")).toEqual({ status: 200, body: { steps: 1 } });
  expect(ctx.store.tables().events.size).toBeLessThan(before);
  expect([...ctx.store.tables().events.values()].every(({ createdAt }) => createdAt.getTime() > DAY_MS)).toBe(true);
});

it("prune-jobs drops signatures of calls after an hour", async () => {
  const { ctx, run } = openFunctions();
  await ctx.store.asSystem((tx) => tx.jobs.admitCall("signature"));
  expect(await run("prune-jobs")).toEqual({ status: 200, body: null });
  expect(ctx.store.tables().jobCalls.size).toBe(1);
  ctx.clock.advance(3_700_000);
  await run("prune-jobs");
  expect(ctx.store.tables().jobCalls.size).toBe(0);
});

it("roll-up-usage rolls up what the relay left for an hour, and no fresh answer", async () => {
  const { ctx, run } = openFunctions();
  const person = await ctx.newPerson();
  const send = async (last: number) => {
    await sendMessage(person, { text: "Hello", clientId: `44444444-4444-7444-8444-44444444444${last}` });
    await person.untilIdle();
  };
  const left = () => [...ctx.store.tables().responses.values()].filter(({ rolledUp }) => !rolledUp).length;
  await send(1);
  expect(await run("roll-up-usage")).toEqual({ status: 200, body: null });
  expect(left()).toBe(1);
  ctx.clock.advance(3_700_000);
  await run("roll-up-usage");
  expect(left()).toBe(0);
  expect([...ctx.store.tables().usageDays.values()]).toMatchObject([{ userId: person.userId, answers: 1 }]);
});
