import { createCaller } from "@procode/api";
import type { TelegramButton, TelegramMessage } from "@procode/core";
import { confirmAddress } from "@procode/core/testing";
import { describe, expect, it } from "vitest";
import { openChat, type TestChat } from "../../testing/open-chat.ts";
import { sendUnasked } from "../../testing/send-unasked.ts";
import type { Handled } from "../../update/create-update-handler.ts";
import { keyOf } from "./key-of.ts";

const textOf = ({ said }: Handled) => said.map(({ reply }) => reply.text).join("\n");
const labelsOf = (buttons: TelegramButton[][] | undefined) => (buttons ?? []).map((row) => row.map(({ text }) => text));
const dataOf = (buttons: TelegramButton[][] | undefined) =>
  (buttons ?? []).flat().map((button) => ("data" in button ? button.data : ""));

/** A chat in which what is shown when a button is pressed is seen. */
async function open(languageCode = "en") {
  const chat = await openChat({ languageCode });
  const edits: Omit<TelegramMessage, "chatId">[] = [];
  chat.process.channels.telegram.edit = async ({ telegramMessageId, ...shown }) => {
    edits.push(shown);
    return { kind: "sent", telegramMessageId };
  };
  const shown = () => edits.at(-1);
  /** Presses by label under what was shown last. */
  const tap = async (label: string) => {
    const found = (shown()?.buttons ?? []).flat().find(({ text }) => text.includes(label));
    if (!found || !("data" in found))
      throw new Error(`No button "${label}" in ${JSON.stringify(labelsOf(shown()?.buttons))}`);
    return chat.press(found.data, undefined, undefined, shown()?.text);
  };
  const web = createCaller(chat.person).proactive;
  const settings = async () => (await web.settings()).settings;
  const schedules = async () => (await web.settings()).schedules;
  await chat.press("w:on");
  return { ...chat, chat, edits, shown, tap, web, settings, schedules };
}

const replyTo = ({ reply }: TestChat, shown: Omit<TelegramMessage, "chatId"> | undefined, text: string) =>
  reply(text, 4_711, shown?.buttons);

describe("the menu", () => {
  it.each(["en", "pl"])(
    "answers every button that it has in %s, in place, says nothing more, and fits Telegram, however often it is pressed",
    async (language) => {
      const opened = await open(language);
      const { chat, edits, seen, web } = opened;
      await sendUnasked(chat);
      await web.addSchedule({ words: "Ż".repeat(200), topic: "Plan", weekdays: [1, 2, 3, 4, 5], at: "08:00" });
      await web.update({
        topics: { ...Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`${at}${"Ż".repeat(59)}`, "rarely"])) },
      });
      const pressed = new Set(["w:show"]);
      for (const data of pressed) {
        const before = [edits.length, seen.notices.length];
        const said = [await chat.press(data, 7, 90_000 + pressed.size, "a list"), await chat.press(data)];
        expect([data, ...said.map(textOf)]).toEqual([data, "", ""]);
        expect([edits.length, seen.notices.length], data).toEqual(before.map((count) => count + 2));
        for (const { text, buttons } of edits.slice(-2)) {
          expect(text.length, data).toBeLessThanOrEqual(4_096);
          for (const next of dataOf(buttons)) {
            expect(Buffer.byteLength(next), next).toBeLessThanOrEqual(64);
            expect(next, data).not.toBe("");
            pressed.add(next);
          }
        }
      }
      expect(pressed.size).toBeGreaterThan(120);
    },
  );

  it("shows what holds where a button is of an older version, of something that is gone, or not for this chat", async () => {
    const { chat, shown, settings, seen } = await open();
    const before = await settings();
    const gone = "0190a1b2-0000-7000-8000-000000000000";
    const stale = [
      "s:from:all",
      "s:older:1",
      "w:older",
      `s:remove:${gone}`,
      `s:came:${gone}`,
      `s:judge:up:${gone}`,
      `s:pause:${gone}:on`,
    ];
    for (const data of [...stale, `s:schedule:${gone}`, "s:weigh:0123456789ab:often", "s:topics:9"]) {
      expect(textOf(await chat.press(data)), data).toBe("");
      expect(labelsOf(shown()?.buttons).length, data).toBeGreaterThan(0);
    }
    expect(seen.notices).toHaveLength(11);
    expect(await settings()).toEqual(before);
    await createCaller(chat.person).telegram.unlink();
    await chat.press("s:quiet:all:off");
    expect(shown()?.text).toMatch(/^This chat is not connected/);
    expect(await settings()).toEqual(before);
  });
});

describe("topics", () => {
  it("are weighed by a button, the same however often it is pressed, and one that nobody named before is added in words", async () => {
    const opened = await open();
    const { chat, shown, tap, settings, write } = opened;
    await chat.press("s:topics:0");
    expect(labelsOf(shown()?.buttons).slice(0, 2)).toEqual([["Reminders · Normal"], ["Promises · Normal"]]);
    await tap("Promises");
    await tap("Less");
    await tap("Less");
    expect(shown()?.text).toBe("Promises: once in seven days at most.");
    expect(labelsOf(shown()?.buttons)[0]).toEqual(["Off", "✓ Less", "Normal", "More"]);
    expect((await settings()).topics).toEqual({ Promises: "rarely" });
    await tap("Back");
    expect(textOf(await replyTo(chat, shown(), "Invoices"))).toBe("Invoices: three times in seven days at most.");
    expect(textOf(await write("/topic promises off"))).toBe("Promises: not at all.");
    expect((await settings()).topics).toEqual({ Promises: "never", Invoices: "sometimes" });
    const asked = await write("/topic");
    expect(dataOf(asked.said[0]?.reply.buttons)).toContain(`s:topic:${keyOf("INVOICES")}`);
  });

  it("say what holds them back: too long a name, or the fifty-first", async () => {
    const { web, settings, write } = await open();
    await web.update({ topics: Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`T${at}`, "often"])) });
    const before = (await settings()).topics;
    expect(textOf(await write(`/topic ${"x".repeat(61)}`))).toMatch(/^A topic has 60 characters at most/);
    expect(textOf(await write("/topic One more"))).toMatch(/^There are fifty topics already/);
    expect((await settings()).topics).toEqual(before);
  });
});

describe("quiet hours", () => {
  it("are set on all evenings or on one, one end at a time, and none at all", async () => {
    const { chat, shown, tap, settings } = await open();
    await chat.press("s:hours:all");
    expect(labelsOf(shown()?.buttons)[2]).toEqual(["from 20:00", "from 21:00", "✓ from 22:00", "from 23:00"]);
    await tap("from 23:00");
    await tap("Tue");
    await tap("until 09:00");
    await tap("until 09:00");
    const night = { from: "23:00", to: "07:30" };
    const late = { from: "23:00", to: "09:00" };
    expect((await settings()).quietHours).toEqual([night, late, night, night, night, night, night]);
    await tap("No quiet hours");
    expect((await settings()).quietHours[1]).toBeNull();
    await tap("Quiet 22:00–07:30");
    expect((await settings()).quietHours[1]).toEqual({ from: "22:00", to: "07:30" });
  });

  it("are set in words, behind the command and as a reply, on the evening that was shown, with the zone that is meant", async () => {
    const { chat, shown, settings, write } = await open();
    const window = { from: "21:00", to: "06:30" };
    expect(textOf(await write("/quiet 21:00-6:30"))).toMatch(/^Quiet hours: 21:00–06:30 every day \(UTC\)/);
    expect((await settings()).quietHours).toEqual(Array(7).fill(window));
    await chat.press("s:hours:3");
    await replyTo(chat, shown(), "none");
    await replyTo(chat, shown(), "Sat-Sun 23–9");
    const weekend = { from: "23:00", to: "09:00" };
    expect((await settings()).quietHours).toEqual([window, window, null, window, window, weekend, weekend]);
    expect(textOf(await replyTo(chat, shown(), "Europe/Warsaw"))).toContain("(Europe/Warsaw)");
    const before = await settings();
    expect(textOf(await write("/quiet Mars/Olympus"))).toMatch(/^That time zone is not known/);
    expect(textOf(await replyTo(chat, shown(), "soon"))).toMatch(/^That was not understood, and nothing was changed/);
    expect(await settings()).toEqual(before);
  });
});

it("channels are chosen and put in their order; one that is not there to choose is not offered", async () => {
  const { chat, shown, tap, settings } = await open();
  await chat.press("s:channels");
  expect(labelsOf(shown()?.buttons).slice(0, 2)).toEqual([
    ["✓ 1. This chat in Telegram"],
    ["✓ 2. The inbox on the web", "Move up"],
  ]);
  const moveUp = dataOf(shown()?.buttons)[2] ?? "";
  await chat.press(moveUp);
  await chat.press(moveUp);
  expect((await settings()).channels).toEqual(["web", "telegram"]);
  await tap("This chat in Telegram");
  expect((await settings()).channels).toEqual(["web"]);
  await chat.press("s:place:telegram:0");
  expect((await settings()).channels).toEqual(["web"]);
  await tap("The inbox on the web");
  expect(shown()?.text).toMatch(/^No channel is chosen, so nothing can come/);
  await tap("This chat in Telegram");
  expect((await settings()).channels).toEqual(["telegram"]);
});

it("letters are chosen once the address is confirmed, and until then it is said how", async () => {
  const { chat, shown, tap, settings } = await open();
  const { channels } = await settings();
  await chat.press("s:channels");
  await tap("One e-mail a day");
  expect(shown()?.text).toMatch(/^Letters go to a confirmed address only\./);
  expect((await settings()).channels).toEqual(channels);
  await confirmAddress(chat.process, chat.person.userId);
  await tap("One e-mail a day");
  expect((await settings()).channels).toEqual([...channels, "email"]);
});

describe("own times", () => {
  it("are shown as they were understood, ordered once however often that is pressed, paused and removed", async () => {
    const { write, press, schedules, shown, chat, tap } = await open();
    const asked = (await write("/remind every weekday at 8 my plan for the day")).said[0]?.reply;
    expect(asked?.text).toBe("Every weekday at 08:00 (UTC) you are written to about:\nmy plan for the day");
    expect(labelsOf(asked?.buttons)).toEqual([["Order it", "Leave it"]]);
    expect(await schedules()).toEqual([]);
    const [order = ""] = dataOf(asked?.buttons);
    await press(order, 7, undefined, asked?.text);
    await press(order, 7, undefined, asked?.text);
    const plan = { words: "my plan for the day", topic: "my plan for the day", weekdays: [1, 2, 3, 4, 5], at: "08:00" };
    expect(await schedules()).toMatchObject([plan]);
    expect(shown()?.text).toMatch(/^It is ordered\.\n/);
    // Under a message of which Telegram does not tell the words any more nothing can be ordered.
    await press(order.replace("0800", "0900"));
    expect(shown()?.text).toMatch(/^Its words are not there any more/);
    await tap("Every weekday at 08:00 · my plan");
    await tap("Pause");
    await chat.press(dataOf(shown()?.buttons)[0]?.replace(":off", ":on") ?? "");
    expect(shown()?.text).toContain("It is paused");
    expect(await schedules()).toMatchObject([{ ...plan, pausedAt: expect.any(Date) }]);
    await tap("Let it go on");
    expect(await schedules()).toMatchObject([{ ...plan, pausedAt: null }]);
    const remove = dataOf(shown()?.buttons)[1] ?? "";
    await chat.press(remove);
    await chat.press(remove);
    expect(await schedules()).toEqual([]);
    expect(shown()?.text).toMatch(/^Nothing comes at times of your own yet/);
  });

  it("are ordered in a reply to them, in Polish alike, also while nothing may come yet; the twenty-first is not", async () => {
    const { chat, shown, press, web, schedules } = await open("pl");
    await web.update({ optedIn: false });
    await press("s:schedules");
    const asked = (await replyTo(chat, shown(), "co środę o 7 śmieci")).said[0]?.reply;
    expect(asked?.text).toMatch(/^Co śr o 07:00 \(UTC\) dostajesz wiadomość na temat:\nśmieci\n\nPROCODE nie pisze/);
    for (let count = 0; count < 20; count++)
      await web.addSchedule({ words: `W${count}`, topic: "W", weekdays: [1], at: "08:00" });
    await press(dataOf(asked?.buttons)[0] ?? "", 7, undefined, asked?.text);
    expect(shown()?.text).toMatch(/^Jest ich już dwadzieścia/);
    expect(await schedules()).toHaveLength(20);
  });

  it("ask for what is missing, and a time that comes once is a message in which the reminder is found", async () => {
    const { write, process, web } = await open();
    expect(textOf(await write("/remind"))).toMatch(/^Nothing comes at times of your own yet/);
    expect(textOf(await write("/remind every day water"))).toMatch(/^At what time\?/);
    expect(textOf(await write("/remind every day at 8"))).toMatch(/^About what\?/);
    expect(textOf(await write("/remind to breathe"))).toMatch(/^No time was found in it, so nothing is noted/);
    expect(process.models.requests).toEqual([]);
    const handled = await write("/remind me in 20 minutes to call mum");
    expect(handled.said[0]?.reply.text).toBe("Noted for Tue 24 Nov, 09:20: call mum");
    expect(process.models.requests.at(-1)?.messages.at(-1)?.content).toBe("Remind me in 20 minutes to call mum");
    await web.update({ optedIn: false });
    expect(textOf(await write("/remind in an hour to call dad"))).toMatch(/^PROCODE does not write to you unasked yet/);
  });

  it("a time that comes once is read in Polish as well, and the message is one of the person's own", async () => {
    const { write, process } = await open("pl");
    const handled = await write("/remind za 20 minut, żebym zadzwonił do mamy");
    expect(handled.said[0]?.reply.text).toMatch(/09:20.*zadzwonił do mamy/);
    expect(process.models.requests.at(-1)?.messages.at(-1)?.content).toBe(
      "Przypomnij mi za 20 minut, żebym zadzwonił do mamy",
    );
    expect(textOf(await write("/remind mi jutro o 8 o herbacie"))).toMatch(/08:00.*o herbacie/);
    expect(textOf(await write("/remind o 3 rzeczach"))).toMatch(/^Nie ma w tym pory/);
  });
});

it("what came is opened by its number with its reasons, wherever it came, and judged there", async () => {
  const { chat, tap, shown, web } = await open();
  await sendUnasked(chat);
  await chat.press("w:came");
  await tap("1");
  expect(shown()?.text).toMatch(/^Tea is out\.\n\nYou asked to be reminded\.\n\nRule: a reminder that you asked for/);
  await tap("Less of this");
  await tap("Useful");
  expect(labelsOf(shown()?.buttons)).toEqual([["✓ Useful", "Not this", "✓ Less of this"], ["Back"]]);
  expect((await web.settings()).settings.topics).toEqual({ Tea: "sometimes" });
});
