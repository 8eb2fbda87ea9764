import { openProactivePerson } from "@procode/core/testing";
import { expect, it } from "vitest";
import { openFunctions } from "../testing/open-functions.ts";

const HOUR_MS = 3_600_000;

/** Somebody with a reminder in this hour, and somebody who has nothing. */
async function openDue() {
  const { ctx, run, sent } = openFunctions();
  const due = await openProactivePerson(ctx);
  await openProactivePerson(ctx, 502);
  await due.loop(new Date(ctx.clock.now().getTime() + HOUR_MS / 2));
  due.say();
  const states = async () =>
    (await ctx.store.asUser(due.userId, (tx) => tx.proactive.listSince(new Date(0)))).map(({ state }) => state);
  return { ctx, run, sent, due, states };
}

it("the hour begins a run for who has something to be told, under one name however often a set is read", async () => {
  const { run, sent, due } = await openDue();
  expect(await run("find-proactive")).toMatchObject({ status: 200, body: { found: 1 } });
  await run("find-proactive");
  expect(sent).toHaveLength(2);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
  expect(sent[0]).toMatchObject({ name: "procode/proactive.due", data: { userId: due.userId } });
});

it("a run plans once, the minute hands the message over when its time has come, and no sooner", async () => {
  const { ctx, run, sent, states } = await openDue();
  await run("find-proactive");
  const [event] = sent;
  if (!event) throw new Error("the hour began nothing");
  expect(await run("plan-proactive", event)).toMatchObject({ body: { outcome: "planned" } });
  expect(await run("plan-proactive", event)).toMatchObject({ body: { outcome: "decided-before" } });
  expect(ctx.models.requests).toHaveLength(1);
  await run("deliver-proactive");
  expect(await states()).toEqual(["scheduled"]);
  ctx.clock.advance(HOUR_MS / 2);
  await run("deliver-proactive");
  expect(await states()).toEqual(["sending"]);
  await run("deliver-proactive");
  expect(
    [...ctx.store.tables().telegramSends.values()].filter(({ dedupeKey }) => /^proactive:/.test(dedupeKey)),
  ).toHaveLength(1);
});

it("refuses an event that is not one of its own, without asking a model", async () => {
  const { ctx, run } = await openDue();
  const { status } = await run("plan-proactive", { name: "procode/proactive.due", data: { userId: "somebody" } });
  expect(status).toBe(500);
  expect(ctx.models.requests).toEqual([]);
});
