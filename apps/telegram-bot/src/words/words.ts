import type { ErrorReason } from "@procode/contracts";
import type { ProactiveWords } from "./proactive-words.ts";

export type Command =
  | ("start" | "new" | "conversations" | "model" | "usage" | "retry" | "stop" | "unlink" | "help")
  | ("proactive" | "snooze" | "why" | "remind" | "quiet" | "topic");

/** Everything that the bot says by itself, in one language. Short, plain, present tense; without marks of exclamation. */
export interface Words {
  /** What stands beside each command in Telegram's menu. */
  menu: Record<Command, string>;
  help: string;
  unknownCommand: string;

  /** A chat that nobody connected. `page`: where a person makes a link. */
  notConnected(page: string): string;
  openPage: string;
  linkOpened(account: string, page: string): string;
  linkOver(page: string): string;
  chatTaken: string;
  tooManyTries(minutes: number): string;
  connected(account: string): string;

  newConversation: string;
  conversations: string;
  noConversations: string;
  goesOnWith(title: string): string;
  conversationGone: string;
  conversationNotThere: string;

  answersWith(model: string): string;
  modelNotThere: string;
  free: string;
  priceUnknown: string;

  proactive: ProactiveWords;

  usage(facts: { today: string; month: string; answers: number; unknown: number }): string;

  nothingToRetry: string;
  stopped: string;
  nothingToStop: string;

  unlinkAsk: string;
  unlinkYes: string;
  unlinkNo: string;
  unlinked: string;
  stillLinked: string;

  notRead: string;
  editNotTaken: string;
  failedForGood: string;

  /** Under an answer that is not whole. */
  stoppedHere: string;
  brokeOff(reason: string): string;
  noAnswer(reason: string): string;
  emptyAnswer: string;
  /** Why something did not work, as the end of a sentence's place: a sentence of its own. */
  reasons: Partial<Record<ErrorReason, string>>;
  anyReason: string;
  tryIn(seconds: number): string;
}
