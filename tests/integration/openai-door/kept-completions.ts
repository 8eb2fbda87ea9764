import { randomUUID } from "node:crypto";
import type { Conversation, MessagePage } from "@procode/contracts";
import { describe, expect, it, vi } from "vitest";
import { failureOf, FAST, MODEL, type OpenAiWorld, textOf, user } from "./open-openai-world.ts";

/** Completions that stand on the web, too. */
export function keptCompletions(world: () => OpenAiWorld): void {
  describe("a completion that is kept", () => {
    it("stands on the web as a conversation, goes on by its id, and its cost counts once", async () => {
      const { ada, openai, callOf } = world();
      const mark = randomUUID();
      const { data, response } = await openai.chat.completions
        .create({
          model: MODEL,
          store: true,
          temperature: 0.1,
          messages: [
            { role: "developer", content: "Be kind." },
            ...user("I keep bees."),
            { role: "assistant", content: "How many hives?" },
            ...user(`Three. ${mark} ${FAST}`),
          ],
        })
        .withResponse();
      const conversationId = response.headers.get("x-procode-conversation-id") ?? "";
      expect(data).toMatchObject({ metadata: { conversation_id: conversationId } });
      const first = callOf(mark);
      const sent = first?.accepted.messages ?? [];
      expect(sent.map(({ role }) => role)).toEqual(["system", "user", "assistant", "user"]);
      expect(sent[0]?.content).toContain("Be kind.");

      const second = await openai.chat.completions.create({
        model: "auto",
        messages: user(`What do I keep? ${mark}? ${FAST}`),
        metadata: { conversation_id: conversationId },
        stream: true,
      });
      const { text, chunks } = await textOf(second);
      expect(chunks[0]).toMatchObject({ metadata: { conversation_id: conversationId }, model: MODEL });
      expect(callOf(`${mark}?`)?.accepted.messages?.map(({ content }) => content)).toEqual(
        expect.arrayContaining(["I keep bees.", "How many hives?", data.choices[0]?.message.content]),
      );

      const conversation = await ada.ask<Conversation>("conversations.get", { conversationId });
      expect(conversation).toMatchObject({ title: "I keep bees", channels: ["api"], model: MODEL });
      const spent = [first, callOf(`${mark}?`)].reduce((sum, call) => sum + Number(call?.ended?.costUsd), 0);
      expect(Number(conversation.costUsd)).toBeCloseTo(spent, 12);
      const { messages } = await ada.ask<MessagePage>("conversations.messages", { conversationId });
      expect(messages.map(({ role, status }) => [role, status])).toEqual(
        ["assistant", "user", "assistant", "user", "assistant", "user"].map((role) => [role, "complete"]),
      );
      expect(messages[0]).toMatchObject({ text, channel: "api" });
    });

    it("is one conversation and one call for the same Idempotency-Key, also at the same moment", async () => {
      const { sandbox, openai } = world();
      const mark = randomUUID();
      const body = {
        model: MODEL,
        store: true,
        messages: user(`Once. ${mark} [[sandbox first=50 interval=5 tokens=20]]`),
      };
      const headers = { "Idempotency-Key": mark };
      const answers = await Promise.all([1, 2, 3].map(() => openai.chat.completions.create(body, { headers })));
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
      expect(new Set(answers.map(({ choices }) => choices[0]?.message.content)).size).toBe(1);
      expect(
        sandbox.log.calls().filter(({ accepted }) => accepted.messages?.at(-1)?.content.includes(mark)),
      ).toHaveLength(1);
    });

    it("fails with the provider's reason before the first word, and is kept as failed", async () => {
      const { openai } = world();
      const failure = await failureOf(
        openai.chat.completions.create({
          model: MODEL,
          store: true,
          messages: user("Busy [[sandbox error=429 retry-after=7]]"),
          stream: true,
        }),
      );
      expect(failure).toMatchObject({ status: 429, code: "rate_limit_exceeded" });
      expect(failure.headers?.get("retry-after")).toBe("7");
    });

    it("stops when its client leaves, unless it brought a key to come back with", async () => {
      const { ada, openai, callOf } = world();
      for (const headers of [{}, { "Idempotency-Key": randomUUID() }]) {
        const mark = randomUUID();
        const { data: stream, response } = await openai.chat.completions
          .create(
            {
              model: MODEL,
              store: true,
              stream: true,
              messages: user(`Go on. ${mark} [[sandbox first=5 interval=10 tokens=120]]`),
            },
            { headers },
          )
          .withResponse();
        for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
        const end = "Idempotency-Key" in headers ? "finished" : "aborted";
        await vi.waitFor(() => expect(callOf(mark)?.ended?.end).toBe(end), { timeout: 10_000, interval: 20 });
        const conversationId = response.headers.get("x-procode-conversation-id");
        await vi.waitFor(
          async () => {
            const { messages } = await ada.ask<MessagePage>("conversations.messages", { conversationId });
            expect(messages[0]?.status).toBe(end === "finished" ? "complete" : "stopped");
          },
          { timeout: 10_000, interval: 100 },
        );
      }
    });

    it("never goes on with another person's conversation", async () => {
      const { grace, openai } = world();
      const sent = await grace.send(`Mine. ${FAST}`);
      await grace.follow(sent.generationId);
      const theirs = { metadata: { conversation_id: sent.conversationId } };
      const failure = await failureOf(
        openai.chat.completions.create({ model: MODEL, messages: user("Hi"), ...theirs }),
      );
      expect(failure).toMatchObject({ status: 404 });
      const { messages } = await grace.ask<MessagePage>("conversations.messages", {
        conversationId: sent.conversationId,
      });
      expect(messages).toHaveLength(2);
    });
  });
}
