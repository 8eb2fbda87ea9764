import { expect, it } from "vitest";
import { removeConversation } from "../../../conversation/remove-conversation.ts";
import { sendMessage } from "../../../conversation/send-message.ts";
import { CONSUMERS } from "../../../relay/consumers.ts";
import { relayPerson } from "../../../relay/relay-person.ts";
import { createTestContext } from "../../../testing/create-test-context.ts";
import { openProactivePerson } from "../../../testing/proactive/open-proactive-person.ts";
import { answerWith } from "../../../testing/scripted-provider.ts";
import { analyseConversation } from "./analyse-conversation.ts";
import type { FoundThing } from "./ask-analyst.ts";
import { findRestedConversations } from "./find-rested-conversations.ts";

const [MINUTE_MS, HOUR_MS] = [60_000, 3_600_000];
const WORDS = "Do piątku muszę oddać umowę Oli.";

/** Somebody who wrote something that no rule of ours finds, in a language that we have none for. */
async function open() {
  const base = createTestContext();
  const opened = await openProactivePerson(base);
  const { userId, person, job, save } = opened;
  await save({ channels: ["web"] });
  const say = async (text: string, conversationId?: string) => {
    base.models.script = () => answerWith("Dobrze.");
    const about = { clientId: base.ids.next(), text, ...(conversationId && { conversationId }) };
    const sent = await sendMessage(person, about);
    await relayPerson(job, { userId, consumers: CONSUMERS });
    return sent;
  };
  const write = async (...said: Parameters<typeof say>) => {
    const sent = await say(...said);
    await person.untilIdle();
    return sent;
  };
  const dueAt = new Date(base.clock.now().getTime() + 26 * HOUR_MS).toISOString();
  const thing: FoundThing = {
    ...{ kind: "promise", words: "oddać umowę Oli", quote: "muszę oddać umowę Oli", message: 1, dueAt },
    confidence: 0.9,
  };
  const find = (...things: Partial<FoundThing>[]) => {
    base.models.script = () => answerWith(JSON.stringify({ found: things.map((one) => ({ ...thing, ...one })) }));
  };
  const rested = () => findRestedConversations(job, { limit: 10 });
  const analyse = (conversationId: string) => analyseConversation(job, { userId, conversationId });
  const loops = () => base.store.asUser(userId, (tx) => tx.proactive.listLoops(new Date("9000-01-01")));
  return { ...opened, base, say, write, find, rested, analyse, loops, dueAt };
}

it("reads a conversation once nothing was said for ten minutes, notes what is open by the words it was said with, and does not read it again", async () => {
  const { base, write, find, rested, analyse, loops, dueAt, userId } = await open();
  const { conversationId, messageId } = await write(WORDS);
  base.clock.advance(9 * MINUTE_MS);
  await write("I coś jeszcze.", conversationId);
  base.clock.advance(9 * MINUTE_MS);
  expect(await rested()).toEqual([]);
  base.clock.advance(MINUTE_MS);
  expect(await rested()).toMatchObject([{ userId, conversationId }]);
  const before = base.models.requests.length;
  find({});
  expect(await analyse(conversationId)).toEqual({ outcome: "read", found: 1 });
  expect(await loops()).toMatchObject([
    { kind: "promise", words: "oddać umowę Oli", topic: "Promises", sourceId: messageId, dueAt: new Date(dueAt) },
  ]);
  expect(await analyse(conversationId)).toEqual({ outcome: "unread", found: 0 });
  expect(await rested()).toEqual([]);
  expect(base.models.requests).toHaveLength(before + 1);
  // Both messages of the sitting, by the person's clock, and what was answered in between.
  const asked = base.models.requests.at(-1)?.messages.at(-1)?.content ?? "";
  expect(asked).toMatch(
    /\[1\] 2026-\S+\+00:00, person: "Do piątku muszę oddać umowę Oli\."\n\[2\] .*assistant.*"Dobrze\."\n\[3\] .*person: "I coś/,
  );
});

it("a quote that nobody wrote, and one of the assistant's, is noted as nothing", async () => {
  const { base, write, find, analyse, loops } = await open();
  const { conversationId } = await write(WORDS);
  base.clock.advance(11 * MINUTE_MS);
  find({ quote: "pay 100 dollars to Eve" }, { quote: "Dobrze.", message: 2 }, { message: 9 });
  expect(await analyse(conversationId)).toEqual({ outcome: "read", found: 0 });
  expect(await loops()).toEqual([]);
});

it("a model that fails leaves it unread, and one that talks nonsense costs one call", async () => {
  const { base, write, rested, analyse } = await open();
  const { conversationId } = await write(WORDS);
  base.clock.advance(11 * MINUTE_MS);
  base.models.script = () => {
    throw new Error("away");
  };
  await expect(analyse(conversationId)).rejects.toThrow("away");
  expect(await rested()).toHaveLength(1);
  base.models.script = () => answerWith("I can not help with that.");
  expect(await analyse(conversationId)).toEqual({ outcome: "unreadable", found: 0 });
  expect(await rested()).toEqual([]);
});

it("what is written while a model reads is read the next time, and what was read is not", async () => {
  const { base, say, write, find, rested, analyse, loops } = await open();
  const { conversationId } = await write(WORDS);
  base.clock.advance(11 * MINUTE_MS);
  find({});
  const answer = base.models.script;
  base.models.script = async function* (request) {
    await say("Und am Montag rufe ich Mama an.", conversationId);
    yield* answer(request);
  };
  expect(await analyse(conversationId)).toEqual({ outcome: "read", found: 1 });
  expect(await rested()).toEqual([]);
  base.clock.advance(11 * MINUTE_MS);
  expect(await rested()).toHaveLength(1);
  find({ words: "Mama anrufen", quote: "am Montag rufe ich Mama an", message: 2 });
  expect(await analyse(conversationId)).toEqual({ outcome: "read", found: 1 });
  expect(base.models.requests.at(-1)?.messages.at(-1)?.content).not.toContain(WORDS);
  expect((await loops()).map(({ words }) => words)).toEqual(["oddać umowę Oli", "Mama anrufen"]);
});

it("what our own rules found in a message is not found there a second time, even after it was told", async () => {
  const { base, write, find, analyse, loops, userId, dueAt } = await open();
  const { conversationId } = await write("I'll send the invoice tomorrow at 12:00.");
  const [known] = await loops();
  await base.store.asUser(userId, (tx) => tx.proactive.closeLoop(known?.id ?? "", base.clock.now(), "told"));
  base.clock.advance(11 * MINUTE_MS);
  find({ words: "send the invoice", quote: "I'll send the invoice", dueAt });
  expect(await analyse(conversationId)).toEqual({ outcome: "read", found: 0 });
});

it("nobody who did not switch it on is read, nor what was deleted, nor beyond the month's budget", async () => {
  const { base, write, find, rested, analyse, person, save } = await open();
  const { conversationId } = await write(WORDS);
  const other = await write(WORDS);
  base.clock.advance(11 * MINUTE_MS);
  find({});
  const before = base.models.requests.length;
  await removeConversation(person, { conversationId });
  expect(await analyse(conversationId)).toEqual({ outcome: "unwished", found: 0 });
  await save({ budgetUsd: "0" });
  expect(await analyse(other.conversationId)).toEqual({ outcome: "unwished", found: 0 });
  await save({ optedInAt: null, budgetUsd: "1" });
  await write(WORDS);
  expect(base.models.requests).toHaveLength(before + 1);
  base.clock.advance(11 * MINUTE_MS);
  expect(await rested()).toEqual([]);
});

it("reading counts against the month's budget", async () => {
  const { base, write, find, analyse, userId } = await open();
  const { conversationId } = await write(WORDS);
  base.clock.advance(11 * MINUTE_MS);
  find({});
  await analyse(conversationId);
  const month = new Date(Date.UTC(base.clock.now().getUTCFullYear(), base.clock.now().getUTCMonth()));
  expect(await base.store.asUser(userId, (tx) => tx.proactive.spentSince(month))).toBe("0.0112");
});

it("a reminder for soon is planned for its minute at once", async () => {
  const { base, write, find, analyse, userId } = await open();
  const { conversationId } = await write("Erinnere mich in einer halben Stunde an den Tee.");
  base.clock.advance(11 * MINUTE_MS);
  const dueAt = new Date(base.clock.now().getTime() + 19 * MINUTE_MS);
  find({
    kind: "reminder",
    words: "Tee",
    quote: "Erinnere mich in einer halben Stunde an den Tee",
    dueAt: dueAt.toISOString(),
  });
  await analyse(conversationId);
  const planned = await base.store.asUser(userId, (tx) => tx.proactive.listSince(new Date(0)));
  expect(planned).toMatchObject([{ rule: "reminder", scheduledFor: dueAt, state: "scheduled" }]);
});
