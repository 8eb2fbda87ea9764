import type { SettingsWords } from "./settings-words.ts";

export const englishSettings: SettingsWords = {
  topics: "Topics",
  schedules: "Own times",
  quiet: "Quiet hours",
  channels: "Channels",

  topicsAre:
    "How often each topic may come. Press one to change it; a reply to this message with a name adds a topic. Reminders and own times come as you ordered them, unless their topic is off.",
  topicNames: { Reminders: "Reminders", Promises: "Promises", Goals: "Goals", "Checking in": "Checking in" },
  weightNames: { never: "Off", rarely: "Less", sometimes: "Normal", often: "More" },
  tooManyTopics: "There are fifty topics already, so this one was not added. Those that are known can be changed.",
  topicTooLong: "A topic has 60 characters at most. Nothing was changed; write a shorter name.",

  allDays: "All",
  from: (at) => `from ${at}`,
  until: (at) => `until ${at}`,
  quietOff: "No quiet hours",
  quietOn: (range) => `Quiet ${range}`,
  quietIs: (quiet, zone) =>
    [
      `Quiet hours: ${quiet} (${zone})`,
      "",
      "Choose all evenings or one, then its hours. A reply to this message sets any others: 22:00–07:00, Mon 23:00–08:00, none, or a time zone such as Europe/Warsaw.",
    ].join("\n"),
  quietHow:
    "That was not understood, and nothing was changed. Write 22:00–07:00, Mon-Fri 23:00–08:00, none, or a time zone such as Europe/Warsaw.",
  zoneNotKnown: "That time zone is not known, and nothing was changed. Write one such as Europe/Warsaw.",

  channelsAre:
    "Each message takes the first of these that can be used, and no other. Press one to switch it on or off.",
  noChannel: "No channel is chosen, so nothing can come. Press one to choose it.",
  confirmEmail:
    "Letters go to a confirmed address only. On the web, open Writes first, have a link sent to you, and press it; then choose e-mail. Nothing was changed.",
  channelNames: { telegram: "This chat in Telegram", web: "The inbox on the web", email: "One e-mail a day" },
  earlier: "Move up",

  schedulesAre:
    "This comes at times of your own. Press one to see it; a reply to this message orders one more, such as “every weekday at 8 my plan for the day”. So does /remind.",
  noSchedules:
    "Nothing comes at times of your own yet. Reply to this message with what you want, such as “every weekday at 8 my plan for the day”, or write it behind /remind.",
  pause: "Pause",
  goOn: "Let it go on",
  isPaused: "It is paused: nothing of it comes until it goes on.",
  remove: "Remove",
  understood: (times) => `${times} you are written to about:`,
  order: "Order it",
  orderNot: "Leave it",
  ordered: "It is ordered.",
  stillOff: "PROCODE does not write to you unasked yet; /proactive switches it on.",
  tooMany: "There are twenty already. Remove one, and order this one then.",
  wordsGone: "Its words are not there any more, so nothing was ordered. Write them again.",
  daySets: { "1234567": "every day", "12345": "every weekday", "67": "every weekend" },
  everyOf: (names) => `every ${names.join(", ")}`,
  atTime: (at) => `at ${at}`,

  noTime: "At what time? Write it whole, such as /remind every weekday at 8 my plan for the day.",
  noWords: "About what? Write it whole, such as /remind every weekday at 8 my plan for the day.",
  remindMe: (wish) => `Remind me ${wish}`,
  remindHow:
    "No time was found in it, so nothing is noted. Write /remind every weekday at 8 my plan for the day, or /remind in 20 minutes to call mum.",
  noted: (when, words) => `Noted for ${when}: ${words}`,
};
