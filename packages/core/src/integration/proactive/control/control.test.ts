import { describe, expect, it } from "vitest";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { USAGE } from "../../../testing/scripted-provider.ts";
import { openProactivePerson } from "../../../testing/proactive/open-proactive-person.ts";
import { updateContext } from "../../../user/update-context.ts";
import { claimProactive } from "../ledger/claim-proactive.ts";
import { sendProactive } from "../sending/send-proactive.ts";
import { planProactive } from "../planning/plan-proactive.ts";
import { addProactiveSchedule } from "./add-proactive-schedule.ts";
import { explainProactive } from "./explain-proactive.ts";
import { getProactive } from "./get-proactive.ts";
import { judgeProactive } from "./judge-proactive.ts";
import { listProactive } from "./list-proactive.ts";
import { readProactive } from "./read-proactive.ts";
import { removeProactiveSchedule } from "./remove-proactive-schedule.ts";
import { snoozeProactive } from "./snooze-proactive.ts";
import { updateProactive } from "./update-proactive.ts";

const HOUR = 3_600_000;

async function open() {
  const base = createTestContext();
  const opened = await openProactivePerson(base);
  const plan = async (text: string) => {
    base.clock.advance(HOUR);
    await opened.loop(base.clock.now(), { kind: "promise" });
    opened.say({ text });
    return planProactive(opened.job, { userId: opened.userId, at: base.clock.now() });
  };
  async function planned(text = "Tea is out: buy some.") {
    const result = await plan(text);
    if (result.outcome !== "planned") throw new Error("Nothing was planned.");
    return result.messageId;
  }
  return { ...opened, base, plan, planned };
}

describe("what a person says about messages that nobody asked for", () => {
  it("switching it off cancels what is planned, and on again keeps the rest of the wishes", async () => {
    const { person, planned } = await open();
    const id = await planned();
    await updateProactive(person, { topics: { Tea: "often" } });
    expect(await updateProactive(person, { optedIn: false })).toMatchObject({
      optedInAt: null,
      topics: { Tea: "often" },
    });
    const { message, moves, costUsd } = await explainProactive(person, { id });
    expect(costUsd).toBe(USAGE.costUsd);
    expect(message).toMatchObject({ state: "cancelled", reason: "You switched it off." });
    expect(moves.map(({ to }) => to)).toEqual(["candidate", "scheduled", "cancelled"]);
    await updateProactive(person, { optedIn: true });
    expect((await getProactive(person)).settings).toMatchObject({ topics: { Tea: "often" }, version: 4 });
  });

  it("two that were not liked keep a topic silent for 14 days, and the same said twice counts once", async () => {
    const { base, person, plan, planned } = await open();
    const first = await planned("One thing about cups.");
    await judgeProactive(person, { id: first, kind: "down" });
    await judgeProactive(person, { id: first, kind: "down" });
    expect((await listProactive(person)).feedback).toMatchObject([{ proactiveId: first, kind: "down" }]);
    const second = await planned("Another about kettles and stoves.");
    await judgeProactive(person, { id: second, kind: "down" });
    base.clock.advance(13 * 24 * HOUR);
    expect(await plan("A third of green leaves.")).toEqual({ outcome: "not-sent" });
    base.clock.advance(2 * 24 * HOUR);
    expect(await plan("A fourth, of black ones.")).toMatchObject({ outcome: "planned" });
  });

  it("a thumb takes back the other one, so that one which was pressed by mistake counts no more", async () => {
    const { base, person, plan, planned } = await open();
    for (const text of ["One thing about cups.", "Another about kettles and stoves."]) {
      const id = await planned(text);
      await judgeProactive(person, { id, kind: "down" });
      await judgeProactive(person, { id, kind: "up" });
      expect(await explainProactive(person, { id })).toMatchObject({ feedback: ["up"], weight: "sometimes" });
    }
    base.clock.advance(8 * 24 * HOUR);
    expect(await plan("A third of green leaves.")).toMatchObject({ outcome: "planned" });
  });

  it("what nobody has set yet takes the time zone of the profile, and keeps it once it was set", async () => {
    const { base } = await open();
    const newcomer = await base.newPerson();
    await updateContext(newcomer, { timeZone: "Asia/Tokyo" });
    expect((await getProactive(newcomer)).settings).toMatchObject({ zone: "Asia/Tokyo", version: 0 });
    expect(await updateProactive(newcomer, { optedIn: true })).toMatchObject({ zone: "Asia/Tokyo", version: 1 });
    await updateContext(newcomer, { timeZone: "Europe/Paris" });
    expect((await getProactive(newcomer)).settings.zone).toBe("Asia/Tokyo");
  });

  it("less of it takes the topic down one step at a time, until it is muted", async () => {
    const { base, person, planned, plan } = await open();
    await updateProactive(person, { topics: { tea: "sometimes" } });
    await judgeProactive(person, { id: await planned("One thing about cups."), kind: "less" });
    expect((await getProactive(person)).settings.topics).toEqual({ tea: "rarely" });
    base.clock.advance(8 * 24 * HOUR);
    await judgeProactive(person, { id: await planned("Another about kettles and stoves."), kind: "less" });
    expect((await getProactive(person)).settings.topics).toEqual({ tea: "never" });
    base.clock.advance(8 * 24 * HOUR);
    expect(await plan("A third of green leaves.")).toEqual({ outcome: "not-sent" });
  });

  it("a snooze lasts three hours, until nine tomorrow there, or a week, and can be ended", async () => {
    const { person, save } = await open();
    await save({ zone: "Asia/Kathmandu" });
    const until = async (wish: "three-hours" | "tomorrow" | "week" | null) =>
      (await snoozeProactive(person, { until: wish })).snoozedUntil?.toISOString();
    expect([await until("three-hours"), await until("tomorrow"), await until("week"), await until(null)]).toEqual([
      ...["2026-11-24T12:00:00.000Z", "2026-11-25T03:15:00.000Z", "2026-12-01T09:00:00.000Z", undefined],
    ]);
  });

  it("schedules are added and removed by their person alone, and there are twenty at most", async () => {
    const { base, person } = await open();
    const add = () => addProactiveSchedule(person, { words: "My plan", topic: "Plan", weekdays: [1], at: "08:00" });
    const { id } = await add();
    await expect(removeProactiveSchedule(await base.newPerson(), { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    for (let count = 1; count < 20; count++) await add();
    await expect(add()).rejects.toMatchObject({ code: "INVALID" });
    await removeProactiveSchedule(person, { id });
    expect((await getProactive(person)).schedules).toHaveLength(19);
  });

  it("is read once it was seen in the web inbox, and of one on Telegram nobody says so", async () => {
    for (const [channel, state] of [
      ["web", "read"],
      ["telegram", "sending"],
    ] as const) {
      const { person, planned, job, save } = await open();
      await save({ channels: [channel] });
      const id = await planned();
      const [owner] = await claimProactive(job, { limit: 1 });
      if (!owner) throw new Error("Nothing is due.");
      await sendProactive(job, owner);
      const messageId = (await explainProactive(person, { id })).message.messageId ?? "";
      await readProactive(person, { messageId });
      await readProactive(person, { messageId });
      expect((await explainProactive(person, { id })).message.state).toBe(state);
    }
  });

  it("is read where it stands in a conversation, once and with its step; what is somebody else's is nothing to read", async () => {
    const { base, person, planned, job, save } = await open();
    await save({ channels: ["web"] });
    const id = await planned();
    const [owner] = await claimProactive(job, { limit: 1 });
    if (!owner) throw new Error("Nothing is due.");
    await sendProactive(job, owner);
    const messageId = (await explainProactive(person, { id })).message.messageId ?? "";
    await expect(readProactive(await base.newPerson(), { messageId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(readProactive(person, { messageId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await readProactive(person, { messageId });
    await readProactive(person, { messageId });
    const { message, moves } = await explainProactive(person, { id });
    expect(message.state).toBe("read");
    expect(moves.filter(({ to }) => to === "read")).toMatchObject([{ reason: "You saw it in PROCODE." }]);
  });

  it("is nobody else's to read or to judge", async () => {
    const { base, person, planned } = await open();
    const id = await planned();
    expect((await listProactive(person)).messages.map((message) => message.id)).toEqual([id]);
    expect((await listProactive(person)).decisions).toHaveLength(1);
    const other = await base.newPerson();
    expect(await listProactive(other)).toEqual({ messages: [], decisions: [], feedback: [] });
    await expect(explainProactive(other, { id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(readProactive(other, { messageId: id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(judgeProactive(other, { id, kind: "down" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
