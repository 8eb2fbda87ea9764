import { claimProactive, jobContext, type Services, settleProactive } from "@procode/core";
import { openProactivePerson, scheduleReminder } from "@procode/core/testing";
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
  return { ctx, run, sent, due, states: () => statesOf(ctx, due.userId) };
}

const statesOf = async ({ store }: Pick<Services, "store">, userId: string) =>
  (await store.asUser(userId, (tx) => tx.proactive.listSince(new Date(0)))).map(({ state }) => state);

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

it("a delivery that failed for now is tried again by a later minute, after its wait, until it is sent once", async () => {
  const { ctx, run } = openFunctions();
  const { userId, save } = await openProactivePerson(ctx);
  await save({ channels: ["email"], quietHours: [null, null, null, null, null, null, null] });
  await scheduleReminder(ctx, { userId, text: "Tea is out.", atMs: ctx.clock.now().getTime(), forHours: 30 });
  const { email } = ctx.channels;
  const states = async () => [(await statesOf(ctx, userId))[0], email.requests.length];
  email.script = (letter) => (email.requests.length < 3 ? { kind: "later", reason: "451 busy" } : email.accept(letter));
  const tries: number[] = [];
  for (let minute = 0; email.accepted.length === 0 && minute < 24 * 60; minute++) {
    await run("deliver-proactive");
    if (email.requests.length > tries.length) tries.push(minute);
    ctx.clock.advance(60_000);
  }
  await run("deliver-proactive");
  expect(await states()).toEqual(["sent", 3]);
  expect(tries).toEqual([0, 1, 3]);
  expect(new Set(email.requests.map(({ id }) => id)).size).toBe(1);
});

it("a step that broke is called again by the engine, at whatever transaction it was: all is handed over, and nothing twice", async () => {
  let retries = 0;
  for (let at = 1; at <= 6; at++) {
    const { ctx, run } = openFunctions();
    for (const chatId of [505, 506]) {
      const { userId } = await openProactivePerson(ctx, chatId);
      await scheduleReminder(ctx, { userId, text: "Tea", atMs: ctx.clock.now().getTime(), forHours: 6 });
    }
    const { asSystem } = ctx.store;
    let transactions = 0;
    ctx.store.asSystem = async (work) => {
      if (++transactions === at) throw new Error("the database went away");
      return asSystem(work);
    };
    const minute = () => run("deliver-proactive", undefined, () => retries++);
    const { status } = await minute();
    // What was claimed as it broke is free when its lease is over, and the next minute takes it.
    ctx.clock.advance(61_000);
    await minute();
    const handedOver = [...ctx.store.tables().telegramSends.values()].filter(({ dedupeKey }) =>
      dedupeKey.startsWith("proactive:"),
    );
    expect([status, handedOver.length]).toEqual([200, 2]);
  }
  expect(retries).toBeGreaterThan(1);
});

it("J9: what two workers ended with is taken alone, and the same minute goes on with all of it", async () => {
  const { ctx, run, sent, due } = await openDue();
  const others = [await openProactivePerson(ctx, 503), await openProactivePerson(ctx, 504)];
  for (const other of others) await other.loop(new Date(ctx.clock.now().getTime() + HOUR_MS / 2));
  await run("find-proactive");
  for (const event of sent) await run("plan-proactive", event);
  ctx.clock.advance(HOUR_MS / 2);
  const job = jobContext(ctx, "one that dies");
  for (const death of ["first", "second"]) {
    expect(await claimProactive(job, { limit: 50 }), death).toHaveLength(3);
    ctx.clock.advance(61_000);
    await settleProactive(job);
  }
  expect(await claimProactive(job, { limit: 50 })).toHaveLength(1);
  await run("deliver-proactive");
  const states = await Promise.all([due, ...others].map(({ userId }) => statesOf(ctx, userId)));
  expect(states.flat().sort()).toEqual(["claimed", "sending", "sending"]);
});

it("a minute writes down every end that there is, however many came since the last one", async () => {
  const { ctx, run } = openFunctions();
  const { userId } = await openProactivePerson(ctx);
  const atMs = ctx.clock.now().getTime();
  await Promise.all(
    Array.from({ length: 201 }, (_, hour) =>
      scheduleReminder(ctx, { userId, text: `Tea ${hour}`, atMs: atMs + hour * HOUR_MS, forHours: 1 }),
    ),
  );
  ctx.clock.advance(300 * HOUR_MS);
  await run("deliver-proactive");
  expect(new Set(await statesOf(ctx, userId))).toEqual(new Set(["expired"]));
});

it("a process that was asked to end claims nothing, and what it had claimed by then is another one's at once", async () => {
  const { ctx, run, sent, states, due } = await openDue();
  await run("find-proactive");
  for (const event of sent) await run("plan-proactive", event);
  ctx.clock.advance(HOUR_MS / 2);
  const fence = async () => (await ctx.store.asUser(due.userId, (tx) => tx.proactive.listSince(new Date(0))))[0]?.fence;
  ctx.worker.isLeaving = true;
  await run("deliver-proactive");
  expect([await states(), await fence()]).toEqual([["scheduled"], 0]);
  // From the moment on in which something is claimed.
  const isClaimed = () => [...ctx.store.tables().proactiveMessages.values()].some(({ state }) => state === "claimed");
  let isLeaving = false;
  Object.defineProperty(ctx.worker, "isLeaving", { configurable: true, get: () => (isLeaving ||= isClaimed()) });
  await run("deliver-proactive");
  expect([isLeaving, await states(), await fence()]).toEqual([true, ["scheduled"], 1]);
  Object.defineProperty(ctx.worker, "isLeaving", { value: false });
  await run("deliver-proactive");
  expect([await states(), await fence()]).toEqual([["sending"], 2]);
});

it("refuses an event that is not one of its own, without asking a model", async () => {
  const { ctx, run } = await openDue();
  const { status } = await run("plan-proactive", { name: "procode/proactive.due", data: { userId: "somebody" } });
  expect(status).toBe(500);
  expect(ctx.models.requests).toEqual([]);
});
