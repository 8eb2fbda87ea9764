import type { FeedItem } from "@procode/contracts";
import type { Context } from "../context.ts";
import { followAnswer } from "../conversation/follow-answer.ts";
import type { Generation } from "../conversation/generation-repository.ts";
import { ProcodeError } from "../procode-error.ts";
import type { Bell } from "../create-bell.ts";

type AnswerItem = Extract<FeedItem, { type: "answer" }>;
export type AnswerWatch = {
  /** Begins to follow those that it does not follow yet. */
  follow(running: readonly Generation[]): void;
  /** The next part of any of them, or null. */
  next(): AnswerItem | null;
};

/**
 * Follows answers side by side. Of each at most one part waits to be taken; what comes meanwhile is joined to the next,
 * so a slow watcher costs no memory.
 */
export function createAnswerWatch(ctx: Context, userId: string, bell: Bell, signal: AbortSignal): AnswerWatch {
  const followed = new Set<string>();
  const waiting: { item: AnswerItem; taken: () => void }[] = [];

  async function watch({ id: generationId, conversationId, messageId }: Generation): Promise<void> {
    let isFirst = true;
    for await (const { offset, part } of followAnswer(ctx, { userId, generationId }, signal)) {
      // A watcher may have seen some of it before its line was cut.
      const whole = isFirst && part.type === "delta" ? { type: "reset" as const, text: part.text } : part;
      isFirst = false;
      await new Promise<void>((taken) => {
        waiting.push({ item: { type: "answer", generationId, conversationId, messageId, offset, part: whole }, taken });
        signal.addEventListener("abort", () => taken(), { once: true });
        bell.ring();
      });
      if (signal.aborted) return;
    }
  }

  return {
    follow(running) {
      for (const generation of running) {
        if (followed.has(generation.id)) continue;
        followed.add(generation.id);
        watch(generation).catch((error: unknown) => {
          // It is shown as it is stored; the watcher sees its end as a change.
          followed.delete(generation.id);
          const isGone = error instanceof ProcodeError && error.code === "NOT_FOUND";
          if (!isGone) ctx.log.warn("an answer could not be followed", { generationId: generation.id, error });
        });
      }
    },
    next() {
      const first = waiting.shift();
      first?.taken();
      return first?.item ?? null;
    },
  };
}
