import { englishProactive } from "./english-proactive.ts";
import type { Words } from "./words.ts";

const plural = (count: number, one: string, more: string) =>
  `${count.toLocaleString("en")} ${count === 1 ? one : more}`;

export const english: Words = {
  menu: {
    start: "Connect this chat",
    new: "Begin a new conversation",
    conversations: "Go on with another conversation",
    model: "Choose the model",
    usage: "What answers cost today and this month",
    retry: "Write the last answer again",
    stop: "Stop the answer that is being written",
    proactive: "What PROCODE may write to you unasked",
    snooze: "Nothing unasked for a while",
    why: "Why the last message came unasked",
    remind: "Order something for times of your own",
    quiet: "When nothing may come unasked",
    topic: "How often a topic may come",
    unlink: "Disconnect this chat",
    help: "What you can do here",
  },
  help: [
    "Write anything, and it is answered here and kept on the web.",
    "",
    "/new begins a new conversation",
    "/conversations goes on with another one",
    "/model chooses the model",
    "/usage shows what answers cost",
    "/retry writes the last answer again",
    "/stop stops the answer that is being written",
    "/proactive shows what may come unasked, and what comes next",
    "/snooze keeps it silent for a while",
    "/why tells why the last message came unasked",
    "/remind every weekday at 8 my plan for the day: orders it",
    "/quiet 22:00–07:00: nothing comes unasked then",
    "/topic Invoices less: says how often a topic may come",
    "/unlink disconnects this chat",
  ].join("\n"),
  unknownCommand: "There is no such command here. These work:",

  notConnected: (page) =>
    `This chat is not connected to an account yet. Open ${page}, make a link there and press Start here again.`,
  openPage: "Open PROCODE",
  linkOpened: (account, page) =>
    `This link belongs to ${account}. Confirm it on ${page}, and this chat is connected. If that is not you, do nothing.`,
  linkOver: (page) => `The link was used or is older than ten minutes. Make a new one on ${page}.`,
  chatTaken: "This chat is connected to an account already. Send /unlink first to connect it to another one.",
  tooManyTries: (minutes) =>
    `Too many links were tried in this chat. Nothing was changed; try again in ${plural(minutes, "minute", "minutes")}.`,
  connected: (account) =>
    `Connected to ${account}. Write anything, and it is answered here and kept on the web. /help shows what else there is.`,

  newConversation: "Your next message begins a new conversation. The one before is kept.",
  conversations: "Which conversation goes on here?",
  noConversations: "There is no conversation yet. Write something, and the first one begins.",
  goesOnWith: (title) => `Your next message goes on with “${title}”.`,
  conversationGone: "The conversation of before is in the trash, so this begins a new one.",
  conversationNotThere: "This conversation is not there any more.",

  answersWith: (model) => `Answers come from ${model}. Choose another one for this chat and for new conversations:`,
  modelNotThere: "This model is not offered any more. Nothing was changed.",
  free: "free",
  priceUnknown: "price unknown",

  proactive: englishProactive,

  usage: ({ today, month, answers, unknown }) =>
    [
      `Today: ${today}`,
      `This month: ${month}`,
      `Last 30 days: ${plural(answers, "answer", "answers")}`,
      ...(unknown > 0 ? [`Price unknown: ${plural(unknown, "answer", "answers")}`] : []),
    ].join("\n"),

  nothingToRetry: "There is no answer to write again yet.",
  stopped: "Stopped. The text so far is kept.",
  nothingToStop: "Nothing is being written.",

  unlinkAsk: "Disconnect this chat? Your conversations stay on the web.",
  unlinkYes: "Disconnect",
  unlinkNo: "Keep it",
  unlinked: "Disconnected. Your conversations stay on the web; a new link connects this chat again.",
  stillLinked: "This chat stays connected.",

  notRead: "Only text is read here so far. Nothing else of your message was kept; say it in words.",
  editNotTaken: "That message was not taken when it was sent, so its new words were not read. Send them as a message.",
  failedForGood: "This message could not be answered, several times over. What was said before is kept; send it again.",

  stoppedHere: "Stopped here. The text above is kept; /retry writes the answer again.",
  brokeOff: (reason) => `The answer stopped half way. ${reason} The text above is kept; /retry writes it again.`,
  noAnswer: (reason) => `There is no answer. ${reason} Your message is kept; /retry asks again.`,
  emptyAnswer: "The model answered with nothing. Your message is kept; /retry asks again.",
  reasons: {
    "provider-key": "The key for the models is not accepted.",
    "provider-credit": "The credit for the models is used up.",
    "provider-busy": "The model is busy just now.",
    "provider-down": "The model does not answer just now.",
    "provider-refused": "The model refused the request.",
    "provider-broke-off": "The model broke off.",
    "provider-stalled": "The model fell silent.",
    "owner-died": "PROCODE was restarted meanwhile.",
    "does-not-fit":
      "This conversation is longer than the model can read. /model chooses another one, /new begins afresh.",
    "unknown-model": "The chosen model is not offered any more. /model chooses another one.",
    "too-many-answers": "Too many answers are being written for you at once.",
  },
  anyReason: "Something broke on our side.",
  tryIn: (seconds) =>
    `Try again in ${seconds < 90 ? plural(seconds, "second", "seconds") : plural(Math.ceil(seconds / 60), "minute", "minutes")}.`,
};
