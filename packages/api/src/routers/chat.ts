import { EditMessageInput, FollowInput, GenerationInput, RegenerateInput, SendMessageInput } from "@procode/contracts";
import { editMessage, followGeneration, regenerateAnswer, sendMessage, stopGeneration } from "@procode/core";
import { tracked } from "@trpc/server";
import { translateError } from "../translate-error.ts";
import { createRouter, scopedProcedure } from "../trpc.ts";

const chatProcedure = scopedProcedure("chat");

export const chatRouter = createRouter({
  /** Stores a message and begins its answer; the same `clientId` again returns the same ids. */
  send: chatProcedure.input(SendMessageInput).mutation(({ ctx, input }) => sendMessage(ctx, input)),

  /** The parts of an answer from `lastEventId` on, then its final message. */
  follow: chatProcedure.input(FollowInput).subscription(async function* ({ ctx, input, signal }) {
    try {
      for await (const { offset, part } of followGeneration(ctx, input, signal ?? new AbortController().signal)) {
        yield tracked(String(offset), part);
      }
    } catch (error) {
      throw translateError(error).error;
    }
  }),

  /** Ends an answer where it is and keeps its text. */
  stop: chatProcedure.input(GenerationInput).mutation(({ ctx, input }) => stopGeneration(ctx, input)),

  /** One more answer to the same message, beside the first. */
  regenerate: chatProcedure.input(RegenerateInput).mutation(({ ctx, input }) => regenerateAnswer(ctx, input)),

  /** A message with other words and a new answer, as a branch beside the old one. */
  edit: chatProcedure.input(EditMessageInput).mutation(({ ctx, input }) => editMessage(ctx, input)),
});
