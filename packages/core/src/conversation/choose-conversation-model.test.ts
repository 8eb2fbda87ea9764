import { describe, expect, it } from "vitest";
import { createTestContext } from "../testing/index.ts";
import { chooseConversationModel } from "./choose-conversation-model.ts";
import { sendMessage } from "./send-message.ts";

const clientId = (n: number) => `44444444-4444-7444-8444-${String(n).padStart(12, "0")}`;

describe("the model of a conversation", () => {
  it("answers its next messages, and no other conversation's", async () => {
    const ctx = await createTestContext().newPerson();
    const { conversationId } = await sendMessage(ctx, { clientId: clientId(1), text: "One" });
    await chooseConversationModel(ctx, { conversationId, modelId: "vendor/large" });
    await sendMessage(ctx, { clientId: clientId(2), text: "more", conversationId });
    await sendMessage(ctx, { clientId: clientId(3), text: "Two" });
    await ctx.untilIdle();
    expect(ctx.models.requests.map(({ model }) => model)).toEqual(["vendor/small", "vendor/large", "vendor/small"]);
  });

  it("is one of the catalogue, and of a conversation of one's own", async () => {
    const process = createTestContext();
    const [owner, stranger] = [await process.newPerson("a@example.com"), await process.newPerson("b@example.com")];
    const { conversationId } = await sendMessage(owner, { clientId: clientId(4), text: "One" });
    await owner.untilIdle();
    await expect(chooseConversationModel(owner, { conversationId, modelId: "no/such" })).rejects.toMatchObject({
      details: { reason: "unknown-model" },
    });
    await expect(chooseConversationModel(stranger, { conversationId, modelId: "vendor/large" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});
