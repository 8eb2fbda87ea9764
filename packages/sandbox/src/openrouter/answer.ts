import type { ChatRequest } from "./chat-request.ts";
import { composeDemoAnswer } from "./demo/compose-demo-answer.ts";
import type { Script } from "./script.ts";
import { splitTokens } from "./tokens.ts";
import { alwaysSend, judgeUnasked } from "./unasked/judge-unasked.ts";
import { analyseTalk } from "./unasked/analyse-talk.ts";
import { isTalkRequest } from "./unasked/read-talk-prompt.ts";
import { isUnaskedRequest } from "./unasked/read-unasked-prompt.ts";

/** An answer as a row of tokens; `json` is the token as it stands between the quotes of a JSON string. */
export type Answer = {
  count: number;
  finishReason: "stop" | "length";
  token(index: number): string;
  json(index: number): string;
};

/** Decides what is answered; `stop` and `max_tokens` cut it off. */
export function answerTo(request: ChatRequest, script: Script): Answer {
  const full = script.tokens === undefined ? textAnswer(textFor(request, script)) : fillerAnswer(script.tokens);
  const whole = request.stop.length === 0 ? full : textAnswer(before(request.stop, textOf(full)));
  if (request.maxTokens === null || request.maxTokens >= whole.count) return whole;
  return { ...whole, count: request.maxTokens, finishReason: "length" };
}

export function lastUserText(request: ChatRequest): string {
  return request.messages.findLast(({ role }) => role === "user")?.content ?? "";
}

// The stop text itself is not part of the answer.
function before(stop: string[], text: string): string {
  const found = stop.map((mark) => text.indexOf(mark)).filter((at) => at >= 0);
  return found.length === 0 ? text : text.slice(0, Math.min(...found));
}

function textOf({ count, token }: Answer): string {
  return Array.from({ length: count }, (_, index) => token(index)).join("");
}

function textFor(request: ChatRequest, script: Script): string {
  if (script.text !== undefined) return script.text;
  if (script.echo) return lastUserText(request);
  if (isUnaskedRequest(request)) return script.alwaysSend ? alwaysSend(request) : judgeUnasked(request);
  if (isTalkRequest(request)) return analyseTalk(request);
  return composeDemoAnswer(request);
}

function textAnswer(text: string): Answer {
  const tokens = splitTokens(text);
  return {
    count: tokens.length,
    finishReason: "stop",
    token: (index) => tokens[index] ?? "",
    json: (index) => JSON.stringify(tokens[index] ?? "").slice(1, -1),
  };
}

const FILLER = ["the ", "quick ", "brown ", "fox ", "jumps ", "over ", "one ", "lazy ", "dog, "] as const;

// Every tenth token is its own number, so that a lost or doubled part shows. No character needs an escape.
function fillerAnswer(count: number): Answer {
  const token = (index: number) => (index % 10 === 9 ? `${index + 1} ` : (FILLER[index % 10] ?? ""));
  return { count, finishReason: "stop", token, json: token };
}
