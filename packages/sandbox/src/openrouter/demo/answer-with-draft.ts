import { fence, quote, shorten } from "./markdown.ts";
import type { PromptView } from "./read-prompt.ts";
import { topicOf } from "./topic-of.ts";

export function answerWithDraft({ question, name, facts }: PromptView): string {
  const topic = shorten(/\babout\s+(.+)/i.exec(question)?.[1] ?? topicOf(question), 60);
  const style = facts.find(({ label }) => /how to answer|style/i.test(label));
  return [
    "## A draft to start from",
    quote(question),
    fence(
      "text",
      `Subject: ${topic}\n\nHello …,\n\nI am writing about ${topic}. [One sentence: what you want.]\n\n[Two sentences: what they need to know to say yes.]\n\nCould you tell me by [day] whether that works for you?\n\nThank you,\n${name ?? "[your name]"}`,
    ),
    "### Make it yours",
    "- Put what you **want** into the first sentence.\n- Strike out whatever they know already.\n- End with one question that can be answered with yes.",
    style === undefined ? "" : `Your context asks for this tone: *${shorten(style.value, 140)}*`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
