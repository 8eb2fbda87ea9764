import { describe, expect, it } from "vitest";
import { createTestContext } from "../testing/index.ts";
import { listMessages } from "./list-messages.ts";
import { sendMessage } from "./send-message.ts";

const send = { clientId: "11111111-1111-7111-8111-111111111111", text: "How many plural forms has Polish? And why." };

describe("sendMessage", () => {
  it("stores the question, its event and the answer to come before the model is called", async () => {
    const ctx = await createTestContext().newPerson();
    const sent = await sendMessage(ctx, send);
    const { messages, events, conversations } = await ctx.store.asUser(ctx.userId, async (tx) => ({
      messages: (await tx.messages.page({ conversationId: sent.conversationId, limit: 10 })).messages,
      events: await tx.events.listAfter(0n, 10),
      conversations: (await tx.conversations.list({ archived: false, limit: 10 })).conversations,
    }));
    expect(messages.map(({ id, role }) => [id, role])).toEqual([
      [sent.answerId, "assistant"],
      [sent.messageId, "user"],
    ]);
    expect(events.slice(0, 2).map(({ type }) => type)).toEqual(["ConversationCreated", "MessageSent"]);
    expect(JSON.stringify(events, (_, value) => (typeof value === "bigint" ? String(value) : value))).not.toContain(
      "Polish",
    );
    expect(conversations[0]).toMatchObject({ title: "How many plural forms has Polish?", activeLeafId: sent.answerId });
    await ctx.untilIdle();
  });

  it("makes one message and one call of the model from the same client id, also at the same moment", async () => {
    const ctx = await createTestContext().newPerson();
    const all = await Promise.all(Array.from({ length: 5 }, () => sendMessage(ctx, send)));
    await ctx.untilIdle();
    const later = await sendMessage(ctx, { ...send, text: "something else" });
    expect(new Set([...all, later].map((sent) => JSON.stringify(sent))).size).toBe(1);
    expect(ctx.models.requests).toHaveLength(1);
    const { messages } = await listMessages(ctx, { conversationId: later.conversationId, limit: 10 });
    expect(messages).toHaveLength(2);
  });

  it("refuses somebody else's conversation as if it did not exist, and stores nothing", async () => {
    const base = createTestContext();
    const owner = await base.newPerson();
    const { conversationId } = await sendMessage(owner, send);
    const other = await base.newPerson();
    await expect(sendMessage(other, { ...send, conversationId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(
      sendMessage(other, { ...send, conversationId: "22222222-2222-7222-8222-222222222222" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    const kept = await other.store.asUser(other.userId, (tx) => tx.messages.findByClientId(send.clientId));
    expect(kept).toBeNull();
  });

  it("refuses a model that the catalogue does not have, by name, and stores nothing", async () => {
    const ctx = await createTestContext().newPerson();
    await expect(sendMessage(ctx, { ...send, model: "no/such" })).rejects.toMatchObject({
      code: "INVALID",
      message: expect.stringContaining("no/such"),
      details: { reason: "unknown-model" },
    });
    const page = await ctx.store.asUser(ctx.userId, (tx) => tx.conversations.list({ archived: false, limit: 10 }));
    expect(page.conversations).toEqual([]);
  });

  it("refuses a guest", async () => {
    await expect(sendMessage(createTestContext(), send)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });
});
