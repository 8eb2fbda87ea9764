import { CONSUMERS, jobContext, relayPerson, sendMessage } from "@procode/core";
import { answerWith, openProactivePerson } from "@procode/core/testing";
import { expect, it } from "vitest";
import { openFunctions } from "../testing/open-functions.ts";

it("after a conversation one run reads it, under one name however often somebody looks, and tries again in another hour", async () => {
  const { ctx, run, sent } = openFunctions();
  const { userId, person } = await openProactivePerson(ctx);
  const text = "Am Freitag muss ich den Vertrag abgeben.";
  const { conversationId } = await sendMessage(person, { clientId: ctx.ids.next(), text });
  await person.untilIdle();
  await relayPerson(jobContext(ctx, "relay"), { userId, consumers: CONSUMERS });
  expect(await run("find-rested")).toMatchObject({ body: { found: 0 } });
  ctx.clock.advance(11 * 60_000);
  await run("find-rested");
  await run("find-rested");
  expect(sent).toHaveLength(2);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(1);
  const [event] = sent;
  if (!event) throw new Error("nothing was begun");
  expect(event).toMatchObject({ name: "procode/conversation.rested", data: { userId, conversationId } });
  ctx.clock.advance(3_600_000);
  await run("find-rested");
  expect(new Set(sent.map(({ id }) => id)).size).toBe(2);

  const dueAt = new Date(ctx.clock.now().getTime() + 86_400_000).toISOString();
  const found = [{ kind: "promise", words: "den Vertrag abgeben", quote: text, message: 1, dueAt, confidence: 0.9 }];
  ctx.models.script = () => answerWith(JSON.stringify({ found }));
  expect(await run("analyse-conversation", event)).toMatchObject({ body: { outcome: "read", found: 1 } });
  expect(await run("analyse-conversation", event)).toMatchObject({ body: { outcome: "unread" } });
});
