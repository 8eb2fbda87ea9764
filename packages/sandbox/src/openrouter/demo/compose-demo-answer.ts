import type { ChatRequest } from "../chat-request.ts";
import { answerAboutPerson } from "./answer-about-person.ts";
import { answerGenerally, answerGreeting } from "./answer-generally.ts";
import { answerWithCode } from "./answer-with-code.ts";
import { answerWithDraft } from "./answer-with-draft.ts";
import { answerWithHistory } from "./answer-with-history.ts";
import { answerWithPlan } from "./answer-with-plan.ts";
import { answerWithTable } from "./answer-with-table.ts";
import { findIntent, type Intent } from "./find-intent.ts";
import { composeTitle, isTitleRequest } from "./compose-title.ts";
import { type PromptView, readPrompt } from "./read-prompt.ts";

/**
 * The answer of a model that only reads: it shows what the prompt held and what an answer can look like, and says that
 * it is a demo. The same request always gets the same answer.
 */
export function composeDemoAnswer(request: ChatRequest): string {
  if (isTitleRequest(request)) return composeTitle(request);
  const prompt = readPrompt(request);
  return [greeting(prompt), WRITERS[findIntent(prompt.question)](prompt), closing(prompt)].join("\n\n");
}

const WRITERS: Record<Intent, (prompt: PromptView) => string> = {
  about: answerAboutPerson,
  recall: answerWithHistory,
  summary: answerWithHistory,
  code: answerWithCode,
  table: answerWithTable,
  plan: answerWithPlan,
  draft: answerWithDraft,
  greeting: answerGreeting,
  general: answerGenerally,
};

function greeting({ name, facts, asked, answered }: PromptView): string {
  const language = facts.find(({ label }) => /language/i.test(label))?.value.toLowerCase() ?? "";
  const [, hello = "Hello"] = Object.entries(HELLO).find(([word]) => language.startsWith(word)) ?? [];
  const whom = name === null ? "" : `, ${name}`;
  const known = facts.length === 0 ? "I got no facts about you" : `I got ${counted(facts.length, "fact")} about you`;
  const before = asked.length + answered;
  const history =
    before === 0
      ? "this is the first message I see"
      : `I see ${counted(before, "earlier message")} of this conversation`;
  return `${hello}${whom}! ${known}, and ${history}.`;
}

function closing({ model }: PromptView): string {
  const standing = model === "procode/demo" ? "" : ` It stands in for \`${model}\`.`;
  return `---\n\n*This is PROCODE's demo model: it reads what it is sent, but it does not think or look anything up.${standing} For answers by real models, set \`OPENROUTER_API_KEY\` (a key from openrouter.ai) and start PROCODE again.*`;
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

const HELLO: Record<string, string> = {
  pol: "Cześć",
  ger: "Hallo",
  deu: "Hallo",
  fre: "Bonjour",
  fra: "Bonjour",
  spa: "Hola",
  esp: "Hola",
  ita: "Ciao",
  por: "Olá",
  ukr: "Привіт",
  cze: "Ahoj",
  dut: "Hallo",
};
