import { expect, it } from "vitest";
import { sendMessage } from "../../../conversation/send-message.ts";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { openProactivePerson } from "../../../testing/proactive/open-proactive-person.ts";
import { updateContext } from "../../../user/update-context.ts";
import { claimProactive } from "../ledger/claim-proactive.ts";
import { sendProactive } from "../sending/send-proactive.ts";
import { CONSUMERS } from "../../../relay/consumers.ts";
import { relayPerson } from "../../../relay/relay-person.ts";
import { updateProactive } from "../control/update-proactive.ts";
import { noteProactive } from "./note-proactive.ts";
import { planProactive } from "./plan-proactive.ts";

async function open() {
  const base = createTestContext();
  const opened = await openProactivePerson(base);
  const { userId, person, job } = opened;
  const write = async (text: string, change: { conversationId?: string } = {}) => {
    const { messageId } = await sendMessage(person, { clientId: base.ids.next(), text, ...change });
    await person.untilIdle();
    await relay();
    return messageId;
  };
  const relay = () => relayPerson(job, { userId, consumers: CONSUMERS });
  const loops = () => base.store.asUser(userId, (tx) => tx.proactive.listLoops(new Date("9000-01-01")));
  return { ...opened, base, write, loops, relay };
}

it("notes a promise once, however often it is asked to, and plans from it", async () => {
  const { base, write, loops, job, userId, say } = await open();
  const messageId = await write("I'll send the invoice tomorrow at 12:00.");
  await base.store.asUser(userId, async (tx) => {
    const sent = (await tx.events.listAfter(0n, 100)).find(({ type }) => type === "MessageSent");
    if (sent) await noteProactive.consume(tx, sent, job);
  });
  expect(await loops()).toMatchObject([
    { kind: "promise", words: "send the invoice", sourceId: messageId, dueAt: new Date("2026-11-25T12:00:00Z") },
  ]);
  base.clock.advance(27 * 3_600_000);
  say({ topic: "Promises", text: "The invoice is still open." });
  expect(await planProactive(job, { userId, at: base.clock.now() })).toMatchObject({ outcome: "planned" });
});

it("notes nothing of somebody who did not switch it on", async () => {
  const { write, loops, save } = await open();
  await save({ optedInAt: null });
  await write("Remind me to call the bank tomorrow at 9:30.");
  expect(await loops()).toEqual([]);
});

it("follows the goals of the profile: what is not named any more is let go", async () => {
  const { person, loops, relay } = await open();
  const goals = async (text: string) => {
    await updateContext(person, { goals: text });
    await relay();
    return (await loops()).map(({ words }) => words);
  };
  expect(await goals("Half marathon on 6 December 2026")).toEqual(["Half marathon on 6 December 2026"]);
  expect(await goals("Berlin on 1 March 2027")).toEqual(["Berlin on 1 March 2027"]);
  expect(await goals("")).toEqual([]);
});

it("knows the goals that stood there before it was switched on", async () => {
  const { person, loops, relay, save } = await open();
  await save({ optedInAt: null });
  await updateContext(person, { goals: "Berlin on 1 March 2027" });
  await relay();
  expect(await loops()).toEqual([]);
  await updateProactive(person, { optedIn: true });
  await relay();
  expect(await loops()).toMatchObject([{ kind: "goal", words: "Berlin on 1 March 2027" }]);
});

it("notes that a message was answered, and the answer goes on with its context", async () => {
  const { base, write, loop, job, userId, say, save } = await open();
  await save({ channels: ["web"] });
  say();
  await loop(base.clock.now());
  const planned = await planProactive(job, { userId, at: base.clock.now() });
  const [owner] = await claimProactive(job, { limit: 1 });
  if (!owner || planned.outcome !== "planned") throw new Error("Nothing was planned.");
  await sendProactive(job, owner);
  const find = () => base.store.asUser(userId, (tx) => tx.proactive.findById(planned.messageId));
  const conversationId = (await find())?.conversationId ?? "";
  await write("Green or black?", { conversationId });
  expect(await find()).toMatchObject({ state: "responded" });
  const asked = base.models.requests.at(-1)?.messages.map(({ content }) => content);
  expect(asked?.slice(-2)).toEqual(["Tea is out: buy some.", "Green or black?"]);
  await write("Hello?", { conversationId });
  expect(await find()).toMatchObject({ state: "responded" });
});
