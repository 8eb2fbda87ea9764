import { quote, shorten, table } from "./markdown.ts";
import type { PromptView } from "./read-prompt.ts";
import { topicOf } from "./topic-of.ts";

export function answerWithPlan({ question, facts, plain }: PromptView): string {
  const topic = shorten(topicOf(question), 60);
  const goal = facts.find(({ label }) => /goal/i.test(label));
  return [
    `## A plan for ${topic}`,
    quote(question),
    goal === undefined
      ? ""
      : `You told me what you are working towards: *${shorten(goal.value, 140)}*. Keep it beside the plan.`,
    table(
      ["When", "What", "Done when"],
      [
        ["Today", `say in one sentence what ${topic} shall change`, "somebody else understands it"],
        ["This week", "do the smallest piece that can be shown", "it was shown"],
        ["Next week", "change what the first piece taught", "the second try was easier"],
        ["In a month", "stop, or go on in the open", "the decision is written down"],
      ],
      plain,
    ),
    "### Before you start",
    "1. Choose **one** thing that you will not do.\n2. Put half an hour into the calendar, now.\n3. Tell one person when they will hear from you.",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
