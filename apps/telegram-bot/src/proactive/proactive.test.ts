import { createCaller } from "@procode/api";
import { removeConversation, updateContext } from "@procode/core";
import { describe, expect, it } from "vitest";
import { openChat, type TestChat } from "../testing/open-chat.ts";
import { sendUnasked } from "../testing/send-unasked.ts";
import type { Handled } from "../update/create-update-handler.ts";

const textOf = ({ said }: Handled) => said.map(({ reply }) => reply.text).join("\n");
const labelsOf = (buttons: { text: string }[][] | undefined) =>
  (buttons ?? []).map((row) => row.map(({ text }) => text));
const settingsOf = async ({ person }: TestChat) => (await createCaller(person).proactive.settings()).settings;
const feedbackOf = async ({ process }: TestChat) => [...process.store.tables().proactiveFeedback.values()];

const SETTINGS = [
  ["Topics", "Own times"],
  ["Quiet hours", "Channels", "Limits"],
];

/** A chat with one message that nobody asked for, and what pressing its buttons does. */
async function open(languageCode = "en") {
  const chat = await openChat({ languageCode });
  const unasked = await sendUnasked(chat);
  const press = (act: string, updateId?: number) =>
    chat.press(`p:${act}:${unasked.id}`, unasked.telegramMessageId, updateId);
  return { ...chat, ...unasked, chat, press };
}

describe("a message that nobody asked for", () => {
  it("carries its buttons in the language of the person's Telegram, which a link tells before the first message", async () => {
    const { sent } = await open();
    expect(sent.text).toBe("Tea is out.");
    expect(labelsOf(sent.buttons)).toEqual([
      ["Useful", "Not this", "Less of this"],
      ["Why this message", "Snooze"],
    ]);
    const { sent: polish } = await open("pl");
    expect(labelsOf(polish.buttons)[0]).toEqual(["Przydatne", "Nie to", "Rzadziej o tym"]);
  });

  it("follows a Telegram that speaks another language from some day on; what is no language changes nothing", async () => {
    const { chat } = await open("en");
    for (const code of ["pl", "<b>"]) await chat.write("/help", undefined, code);
    expect(labelsOf((await sendUnasked(chat, "Tea again.")).sent.buttons)[1]).toEqual([
      "Skąd ta wiadomość",
      "Wycisz na czas",
    ]);
  });

  it("is judged once however often the press is read, and its buttons show what holds, without a second message", async () => {
    const { chat, press, seen } = await open();
    const pressed = [await press("down", 900), await press("down", 900), await press("down")];
    expect(pressed.map(textOf)).toEqual(["", "", ""]);
    expect(await feedbackOf(chat)).toMatchObject([{ kind: "down", topic: "Tea" }]);
    expect(seen.labels[0]).toEqual(["Useful", "✓ Not this", "Less of this"]);
    expect(seen.notices[0]).toMatch(/^Noted/);
  });

  it("has one thumb: the other one takes it back, and it no longer counts", async () => {
    const { chat, press, seen } = await open();
    await press("down");
    await press("up");
    expect(seen.labels[0]).toEqual(["✓ Useful", "Not this", "Less of this"]);
    expect((await feedbackOf(chat)).map(({ kind }) => kind)).toEqual(["up"]);
    await press("down");
    expect(seen.labels[0]).toEqual(["Useful", "✓ Not this", "Less of this"]);
  });

  it("less of it takes its topic down one step, once, and says to what", async () => {
    const { chat, press, seen } = await open();
    await press("less", 900);
    await press("less", 900);
    expect((await settingsOf(chat)).topics).toEqual({ Tea: "sometimes" });
    expect(seen.notices).toEqual(Array(2).fill("“Tea” comes three times in seven days at most from now on."));
    expect(seen.labels[0]).toContain("✓ Less of this");
  });

  it("why: a reply to it with its rule, the person's own words, model and cost", async () => {
    const { press, telegramMessageId } = await open();
    const handled = await press("why");
    expect(textOf(handled)).toBe(
      [
        ...["You asked to be reminded.", "", "Rule: a reminder that you asked for", "Topic: Tea"],
        ...["It rests on:", "– Buy tea", "Written by vendor/small · $0.0112"],
      ].join("\n"),
    );
    expect(handled.said[0]?.reply.replyTo).toBe(telegramMessageId);
  });

  it("a snooze is chosen in place of its buttons, shows until when it holds, and is ended there", async () => {
    const { chat, press, seen, process } = await open();
    await press("snooze");
    expect(seen.labels).toEqual([["3 hours", "Tomorrow", "A week"], ["Back"]]);
    await press("back");
    expect(seen.labels[1]).toEqual(["Why this message", "Snooze"]);
    await press("three-hours");
    expect((await settingsOf(chat)).snoozedUntil?.getTime()).toBe(process.clock.now().getTime() + 3 * 3_600_000);
    expect(seen.labels[1]?.[1]).toBe("✓ Snoozed until Tue 24 Nov, 13:00");
    await press("snooze");
    expect(seen.labels[1]).toEqual(["End the snooze", "Back"]);
    await press("wake");
    expect((await settingsOf(chat)).snoozedUntil).toBeNull();
    expect(seen.notices.at(-1)).toBe("The snooze is over.");
    expect(seen.labels[1]?.[1]).toBe("Snooze");
  });

  it("of somebody else, of nobody or of a chat that is not connected any more changes nothing and says so", async () => {
    const { chat, process, seen, person } = await open();
    const other = await openChat();
    for (const act of ["up", "less", "why", "snooze", "week", "wake"])
      await other.press(`p:${act}:${(await open()).id.replace(/.$/, "f")}`);
    expect(new Set(other.seen.notices)).toEqual(
      new Set(["This message is not yours, or not kept any more. Nothing was changed."]),
    );
    expect(await settingsOf(other)).toMatchObject({ snoozedUntil: null, version: 0 });
    expect(await feedbackOf(other)).toEqual([]);
    await createCaller(person).telegram.unlink();
    const [{ id } = { id: "" }] = [...process.store.tables().proactiveMessages.values()];
    expect(textOf(await chat.press(`p:up:${id}`))).toBe("");
    expect(seen.notices.at(-1)).toMatch(/^This chat is not connected/);
    expect(await feedbackOf(chat)).toEqual([]);
  });

  it("that was deleted in the chat is judged all the same, in silence", async () => {
    const { chat, press, process } = await open();
    process.channels.telegram.editButtons = async () => ({ kind: "refused", reason: "message to edit not found" });
    expect(textOf(await press("up"))).toBe("");
    expect(await feedbackOf(chat)).toHaveLength(1);
  });
});

describe("a reply", () => {
  it("to a message that nobody asked for goes on in its conversation and with its context, whatever the chat is at", async () => {
    const { chat, conversationId, telegramMessageId, write, reply, process, person } = await open();
    await write("/new");
    await write("About ships");
    await reply("Which tea?", telegramMessageId);
    expect(process.models.requests.at(-1)?.messages.map(({ content }) => content)).toEqual(
      expect.arrayContaining(["Tea is out.", "Which tea?"]),
    );
    expect(JSON.stringify(process.models.requests.at(-1)?.messages)).not.toContain("About ships");
    await write("Green or black?");
    const { messages } = await createCaller(person).conversations.messages({ conversationId });
    expect(messages.filter(({ role }) => role === "user").map(({ text }) => text)).toEqual([
      "Green or black?",
      "Which tea?",
    ]);
    await removeConversation(person, { conversationId });
    expect(textOf(await reply("Still there?", telegramMessageId))).toContain("in the trash");
    expect(textOf(await chat.reply("And this?", 4_711))).toContain("An answer.");
  });
});

describe("/proactive", () => {
  it("says what switching it on means before it does it, with one button, by the person's own clock", async () => {
    const chat = await openChat();
    await updateContext(chat.person, { timeZone: "Europe/Warsaw" });
    const asked = await chat.write("/proactive");
    expect(textOf(asked)).toMatch(
      /read for promises[\s\S]*\$1\.00 a month[\s\S]*22:00–07:30 every day \(Europe\/Warsaw\)/,
    );
    expect(labelsOf(asked.said[0]?.reply.buttons)).toEqual([["Switch on"], ...SETTINGS]);
    expect((await settingsOf(chat)).optedInAt).toBeNull();
    await chat.press("w:on");
    await chat.press("w:on");
    expect(await settingsOf(chat)).toMatchObject({ optedInAt: expect.any(Date), zone: "Europe/Warsaw" });
  });

  it("shows limits, snooze and what comes next, and switches off what is planned", async () => {
    const chat = await openChat();
    await chat.press("w:on");
    const web = createCaller(chat.person).proactive;
    await web.addSchedule({ words: "My plan for the day", topic: "Plan", weekdays: [3], at: "08:00" });
    const shown = await chat.write("/proactive");
    expect(textOf(shown)).toMatch(
      /Where: Telegram, the inbox on the web\nQuiet hours: 22:00–07:30 every day \(UTC\)\nAt most: 2 a day, 10 a week[\s\S]*Wed 25 Nov, 08:00 · Plan: My plan for the day/,
    );
    expect(labelsOf(shown.said[0]?.reply.buttons)).toEqual([
      ...SETTINGS,
      ["What comes", "What came"],
      ["Snooze", "Switch off"],
    ]);
    await chat.press("w:week");
    const snoozed = await chat.write("/proactive");
    expect(textOf(snoozed)).toContain("Snoozed until Tue 1 Dec, 09:00");
    expect(labelsOf(snoozed.said[0]?.reply.buttons)[3]).toEqual(["End the snooze", "Switch off"]);
    await chat.press("w:off");
    expect((await settingsOf(chat)).optedInAt).toBeNull();
  });

  it("what comes names what is held back and by which rule; what is shown is edited in place", async () => {
    const chat = await openChat();
    const edited: string[] = [];
    chat.process.channels.telegram.edit = async ({ text, telegramMessageId }) => {
      edited.push(text);
      return { kind: "sent", telegramMessageId };
    };
    await chat.press("w:on");
    const web = createCaller(chat.person).proactive;
    await web.update({ topics: { Plan: "never" } });
    await web.addSchedule({ words: "My plan", topic: "Plan", weekdays: [3], at: "08:00" });
    expect(textOf(await chat.press("w:ahead"))).toBe("");
    expect(edited.at(-1)).toMatch(/Plan: My plan \(not sent: you want less of this topic\)/);
    await chat.press("w:show");
    expect(edited.at(-1)).toContain("Nothing is to come in the next seven days.");
  });

  it("what came is told with how each ended, and limits are changed by a button with a check beside what holds", async () => {
    const { chat, press } = await open();
    const shown: Parameters<typeof chat.process.channels.telegram.edit>[0][] = [];
    chat.process.channels.telegram.edit = async (message) => {
      shown.push(message);
      return { kind: "sent", telegramMessageId: message.telegramMessageId };
    };
    await press("up");
    await chat.press("w:came");
    expect(shown.at(-1)?.text).toBe("The last 30 days:\n1. Tue 24 Nov, 10:00 · Tea: Tea is out. (sent)");
    await chat.press("w:limits");
    await chat.press("w:day-3");
    await chat.press("w:day-3");
    await chat.press("w:week-20");
    expect((await settingsOf(chat)).caps).toEqual({ perDay: 3, perWeek: 20 });
    expect(labelsOf(shown.at(-1)?.buttons)).toEqual([
      ["1 a day", "2 a day", "✓ 3 a day"],
      ["5 a day", "10 a day"],
      ["1 a week", "3 a week", "5 a week"],
      ["10 a week", "✓ 20 a week", "50 a week"],
      ["$0.25 a month", "$0.50 a month", "✓ $1.00 a month"],
      ["$2.00 a month", "$5.00 a month", "$10.00 a month"],
      ["Back"],
    ]);
    await chat.press("w:usd-0.25");
    expect((await settingsOf(chat)).budgetUsd).toBe("0.25");
    await createCaller(chat.person).proactive.update({ caps: { perDay: 7, perWeek: 50 } });
    await chat.press("w:limits");
    expect(shown.at(-1)?.text).toMatch(/^At most 7 a day and 50 a week[\s\S]* \$0\.25 a month/);
  });

  it("tells quiet hours day by day where they differ", async () => {
    const chat = await openChat();
    const night = { from: "21:00", to: "08:00" };
    await createCaller(chat.person).proactive.update({ quietHours: [night, null, null, null, null, null, null] });
    expect(textOf(await chat.write("/proactive"))).toContain("Mon 21:00–08:00 (UTC)");
  });
});

describe("/snooze and /why", () => {
  it("/snooze takes its time from what is written behind it, in both languages, else from a button", async () => {
    const chat = await openChat();
    expect(textOf(await chat.write("/snooze 3h"))).toMatch(/^PROCODE does not write to you unasked/);
    await chat.press("w:on");
    const until = async (text: string) => {
      await chat.write(text);
      return (await settingsOf(chat)).snoozedUntil?.toISOString();
    };
    expect(await until("/snooze 3h")).toBe("2026-11-24T12:00:00.000Z");
    expect(await until("/snooze jutro")).toBe("2026-11-25T09:00:00.000Z");
    expect(await until("/snooze a week")).toBe("2026-12-01T09:00:00.000Z");
    expect(await until("/snooze off")).toBeUndefined();
    const asked = await chat.write("/snooze for ever");
    expect(labelsOf(asked.said[0]?.reply.buttons)).toEqual([["3 hours", "Tomorrow", "A week"], ["Back"]]);
    expect((await settingsOf(chat)).snoozedUntil).toBeNull();
  });

  it("/why is about the last one in this chat, or about the one that is replied to", async () => {
    const quiet = await openChat();
    expect(textOf(await quiet.write("/why"))).toBe("No message came to this chat unasked in the last 30 days.");
    const { chat, telegramMessageId, write, reply } = await open();
    await chat.write("/help");
    await sendUnasked(chat, "The kettle is cold.");
    expect(textOf(await write("/why"))).toContain("– Buy tea");
    expect(textOf(await reply("/why", telegramMessageId))).toContain("You asked to be reminded.");
  });
});
