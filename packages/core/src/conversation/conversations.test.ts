import { describe, expect, it } from "vitest";
import { createTestContext, type TestContext } from "../testing/index.ts";
import { archiveConversation } from "./archive-conversation.ts";
import { editMessage } from "./edit-message.ts";
import { getConversation } from "./get-conversation.ts";
import { listConversations } from "./list-conversations.ts";
import { listMessages } from "./list-messages.ts";
import { pinConversation } from "./pin-conversation.ts";
import { regenerateAnswer } from "./regenerate-answer.ts";
import { removeConversation } from "./remove-conversation.ts";
import { renameConversation } from "./rename-conversation.ts";
import { restoreConversation } from "./restore-conversation.ts";
import { sendMessage } from "./send-message.ts";
import { showBranch } from "./show-branch.ts";

type Person = TestContext & { userId: string };
let count = 0;
const clientId = () => `33333333-3333-7333-8333-${String(++count).padStart(12, "0")}`;
const say = async (ctx: Person, text: string, conversationId?: string) => {
  ctx.clock.advance(1_000);
  const sent = await sendMessage(ctx, { clientId: clientId(), text, ...(conversationId ? { conversationId } : {}) });
  await ctx.untilIdle();
  return sent;
};
const titles = async (ctx: Person, archived = false) =>
  (await listConversations(ctx, { archived, limit: 50 })).conversations.map(({ title }) => title);

describe("a person's conversations", () => {
  it("stand pinned first, then by newest activity, and leave the list archived or removed", async () => {
    const ctx = await createTestContext().newPerson();
    const one = await say(ctx, "One");
    const two = await say(ctx, "Two");
    const three = await say(ctx, "Three");
    await say(ctx, "more", one.conversationId);
    expect(await titles(ctx)).toEqual(["One", "Three", "Two"]);
    await pinConversation(ctx, { conversationId: two.conversationId, pinned: true });
    await archiveConversation(ctx, { conversationId: three.conversationId, archived: true });
    expect(await titles(ctx)).toEqual(["Two", "One"]);
    expect(await titles(ctx, true)).toEqual(["Three"]);
    await removeConversation(ctx, { conversationId: one.conversationId });
    expect(await titles(ctx)).toEqual(["Two"]);
    await expect(getConversation(ctx, { conversationId: one.conversationId })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(listMessages(ctx, { conversationId: one.conversationId, limit: 10 })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await restoreConversation(ctx, { conversationId: one.conversationId });
    expect(await titles(ctx)).toEqual(["Two", "One"]);
    expect((await listMessages(ctx, { conversationId: one.conversationId, limit: 10 })).messages).toHaveLength(4);
  });

  it("keep the title that the person gave", async () => {
    const ctx = await createTestContext().newPerson();
    const { conversationId } = await say(ctx, "One");
    expect(await renameConversation(ctx, { conversationId, title: "Mine" })).toMatchObject({
      title: "Mine",
      titledBy: "person",
    });
    await say(ctx, "more", conversationId);
    expect(await titles(ctx)).toEqual(["Mine"]);
  });

  it("add up what their answers cost", async () => {
    const ctx = await createTestContext().newPerson();
    const { conversationId } = await say(ctx, "One");
    await say(ctx, "Two", conversationId);
    expect(Number((await getConversation(ctx, { conversationId })).costUsd)).toBeCloseTo(0.0224, 10);
  });
});

describe("branches", () => {
  it("keep the first answer beside a second one and the first words beside the changed ones", async () => {
    const ctx = await createTestContext().newPerson();
    const first = await say(ctx, "One");
    const again = await regenerateAnswer(ctx, {
      clientId: clientId(),
      messageId: first.answerId,
      model: "vendor/large",
    });
    const edited = await editMessage(ctx, { clientId: clientId(), messageId: first.messageId, text: "Uno" });
    await ctx.untilIdle();
    const { messages } = await listMessages(ctx, { conversationId: first.conversationId, limit: 10 });
    const parentOf = (id: string) => messages.find((message) => message.id === id)?.parentId;
    expect(messages).toHaveLength(5);
    expect(parentOf(again.answerId)).toBe(first.messageId);
    expect(parentOf(edited.messageId)).toBeNull();
    expect(messages.find(({ id }) => id === again.answerId)?.receipt?.model).toBe("vendor/large");
  });

  it("are shown to their newest end", async () => {
    const ctx = await createTestContext().newPerson();
    const first = await say(ctx, "One");
    const { conversationId } = first;
    const deeper = await say(ctx, "Two", conversationId);
    const again = await regenerateAnswer(ctx, { clientId: clientId(), messageId: first.answerId });
    await ctx.untilIdle();
    expect((await getConversation(ctx, { conversationId })).activeLeafId).toBe(again.answerId);
    expect((await showBranch(ctx, { conversationId, messageId: first.answerId })).activeLeafId).toBe(deeper.answerId);
  });

  it("come of a message on a parent from which another device has gone on: nothing is lost, the newest is shown", async () => {
    const ctx = await createTestContext().newPerson();
    const first = await say(ctx, "One");
    const { conversationId, answerId: parentId } = first;
    const ahead = await say(ctx, "Two, on the phone", conversationId);
    const stale = { clientId: clientId(), conversationId, parentId, text: "Two, in a tab that slept" };
    const behind = await sendMessage(ctx, stale);
    await ctx.untilIdle();
    expect(await sendMessage(ctx, { ...stale, parentId: ahead.answerId })).toEqual(behind);
    const { messages } = await listMessages(ctx, { conversationId, limit: 10 });
    const parentOf = (id: string) => messages.find((message) => message.id === id)?.parentId;
    expect(messages).toHaveLength(6);
    expect([parentOf(ahead.messageId), parentOf(behind.messageId)]).toEqual([parentId, parentId]);
    expect(messages.every(({ status }) => status === "complete")).toBe(true);
    expect(await getConversation(ctx, { conversationId })).toMatchObject({ activeLeafId: behind.answerId });
    // The answer knows its own branch, and nothing of the other.
    const prompt = ctx.models.requests.at(-1)?.messages.map(({ content }) => content) ?? [];
    expect(prompt).toEqual(expect.arrayContaining(["One", stale.text]));
    expect(prompt).not.toContain("Two, on the phone");
    await showBranch(ctx, { conversationId, messageId: ahead.messageId });
    expect(await getConversation(ctx, { conversationId })).toMatchObject({ activeLeafId: ahead.answerId });
  });

  it("of another person do not exist", async () => {
    const base = createTestContext();
    const [owner, other] = [await base.newPerson(), await base.newPerson()];
    const { answerId, messageId, conversationId } = await say(owner, "One");
    const foreign = { code: "NOT_FOUND" };
    await expect(regenerateAnswer(other, { clientId: clientId(), messageId: answerId })).rejects.toMatchObject(foreign);
    await expect(editMessage(other, { clientId: clientId(), messageId, text: "mine" })).rejects.toMatchObject(foreign);
    await expect(showBranch(other, { conversationId, messageId })).rejects.toMatchObject(foreign);
    await expect(renameConversation(other, { conversationId, title: "mine" })).rejects.toMatchObject(foreign);
    expect((await listMessages(owner, { conversationId, limit: 10 })).messages).toHaveLength(2);
  });
});
