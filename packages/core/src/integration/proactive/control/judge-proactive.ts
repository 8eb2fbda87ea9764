import type { ProactiveFeedbackInput, TopicWeight } from "@procode/contracts";
import { requireUser } from "../../../actor.ts";
import type { Context } from "../../../context.ts";
import { notFound } from "../../../procode-error.ts";
import { weightOf } from "../planning/judge.ts";
import { changeSettings } from "./change-settings.ts";

const LESS: Record<TopicWeight, TopicWeight> = {
  often: "sometimes",
  sometimes: "rarely",
  rarely: "never",
  never: "never",
};

/**
 * The person, of a message that came: a thumb, which takes back the other one, or that they want less of its topic. Two that were
 * not liked keep a topic silent for 14 days. The same said twice counts once. Throws NOT_FOUND.
 */
export async function judgeProactive(ctx: Context, { id, kind }: ProactiveFeedbackInput): Promise<void> {
  const userId = requireUser(ctx.actor);
  await ctx.store.asUser(userId, async (tx) => {
    const message = await tx.proactive.findById(id);
    if (!message) throw notFound("message");
    const { topic } = message;
    const given = { id: ctx.ids.next(), proactiveId: id, topic, kind, givenAt: ctx.clock.now() };
    if (kind !== "less") await tx.proactive.removeFeedback({ proactiveId: id, kind: kind === "up" ? "down" : "up" });
    if (!(await tx.proactive.appendFeedback(given))) return;
    if (kind !== "less") {
      return tx.events.append({ type: "ProactiveChanged", payload: { userId, messageId: id } });
    }
    await changeSettings(tx, userId, (before) => {
      const named = Object.keys(before.topics).find((name) => name.toLowerCase() === topic.toLowerCase()) ?? topic;
      return { ...before, topics: { ...before.topics, [named]: LESS[weightOf(before, topic)] } };
    });
  });
}
