import { createCaller } from "@procode/api";
import { findTelegramConnection, removeConversation } from "@procode/core";
import { answerWith, testModel } from "@procode/core/testing";
import { describe, expect, it } from "vitest";
import { openChat } from "../testing/open-chat.ts";
import type { Handled } from "./create-update-handler.ts";

const texts = ({ said }: Handled) => said.map(({ reply }) => reply.text);
const buttons = ({ said }: Handled) => said.flatMap(({ reply }) => reply.buttons?.flat() ?? []);
const dataOf = (handled: Handled, label: string) => {
  const button = buttons(handled).find(({ text }) => text.includes(label));
  return button && "data" in button ? button.data : "";
};

describe("a text of a connected person", () => {
  it("is answered, with model and cost as a small last line", async () => {
    const chat = await openChat();
    const handled = await chat.write("Hello");
    expect(texts(handled)).toEqual(["An answer.\n\nvendor/small · $0.0112"]);
    expect(handled.said[0]?.reply.entities).toEqual([{ type: "italic", offset: 12, length: 22 }]);
    expect(handled.said[0]?.answer).not.toBeNull();
  });

  it("goes on with the conversation of before, and stands on the web as written in Telegram", async () => {
    const chat = await openChat();
    await chat.write("One");
    await chat.write("Two");
    const web = createCaller(chat.person);
    const { conversations } = await web.conversations.list({});
    expect(conversations).toHaveLength(1);
    const { messages } = await web.conversations.messages({ conversationId: conversations[0]?.id ?? "" });
    expect(messages.toReversed().map(({ text, channel }) => `${channel}: ${text}`)).toEqual([
      "telegram: One",
      "telegram: An answer.",
      "telegram: Two",
      "telegram: An answer.",
    ]);
  });

  it("read twice, as after a crash, asks the model once and says the same", async () => {
    const chat = await openChat();
    const first = await chat.write("Hello", 500);
    const again = await chat.write("Hello", 500);
    expect(again).toEqual(first);
    expect(chat.process.models.requests).toHaveLength(1);
  });

  it("that is changed afterwards is a branch beside it with its own answer, once, also when the edit is read twice", async () => {
    const chat = await openChat();
    await chat.write("Tpyo", 500);
    const first = await chat.edit(500, "Typo", 501);
    expect(texts(first)[0]).toContain("An answer.");
    expect(await chat.edit(500, "Typo", 501)).toEqual(first);
    await chat.edit(500, "Typos", 502);
    expect(await chat.edit(500, "Tpyo", 503)).toMatchObject({ said: [] });
    const web = createCaller(chat.person);
    const { conversations } = await web.conversations.list({});
    const { messages } = await web.conversations.messages({ conversationId: conversations[0]?.id ?? "" });
    const questions = messages.filter(({ role }) => role === "user").toReversed();
    expect(questions.map(({ text, parentId }) => `${text} ${parentId}`)).toEqual([
      "Tpyo null",
      "Typo null",
      "Typos null",
    ]);
    expect(conversations[0]?.activeLeafId).toBe(messages[0]?.id);
  });

  it("begins a new conversation, and says so, when the one of before is in the trash", async () => {
    const chat = await openChat();
    await chat.write("One");
    const { conversationId } = (await findTelegramConnection(chat.job, chat.chat)) ?? {};
    await removeConversation(chat.person, { conversationId: conversationId ?? "" });
    const [notice, answer] = texts(await chat.write("Two"));
    expect(notice).toBe("The conversation of before is in the trash, so this begins a new one.");
    expect(answer).toContain("An answer.");
  });

  it("that the model does not answer says why, what is kept and what to do", async () => {
    const chat = await openChat();
    chat.process.models.script = async function* () {
      yield* answerWith();
    };
    expect(texts(await chat.write("Hello"))[0]).toMatch(
      /^The model answered with nothing\. Your message is kept; \/retry/,
    );
  });
});

describe("commands", () => {
  it("/new begins another conversation, /conversations goes back by a button", async () => {
    const chat = await openChat();
    await chat.write("About bees");
    await chat.write("/new");
    await chat.write("About clocks");
    const list = await chat.write("/conversations");
    expect(buttons(list).map(({ text }) => text)).toEqual(["✓ About clocks", "About bees"]);
    await chat.press(dataOf(list, "About bees"));
    await chat.write("more");
    const { conversations } = await createCaller(chat.person).conversations.list({});
    expect(conversations.map(({ title }) => title)).toEqual(["About bees", "About clocks"]);
  });

  it("/model takes another one for this conversation and for new ones, also pressed twice", async () => {
    const chat = await openChat();
    await chat.write("Hello");
    const list = await chat.write("/model");
    expect(texts(list)[0]).toContain("vendor/small");
    const pressed = [await chat.press(dataOf(list, "vendor/large")), await chat.press(dataOf(list, "vendor/large"))];
    expect(pressed.flatMap(texts)).toEqual([]);
    await chat.write("Again");
    await chat.write("/new");
    await chat.write("Elsewhere");
    expect(chat.process.models.requests.map(({ model }) => model)).toEqual([
      "vendor/small",
      "vendor/large",
      "vendor/large",
    ]);
  });

  it("/model says that a model is gone instead of failing", async () => {
    const chat = await openChat();
    await chat.press("m:no/such");
    expect(chat.seen.notices).toEqual(["This model is not offered any more. Nothing was changed."]);
  });

  it("leaves out a model whose name does not fit into a button", async () => {
    const chat = await openChat();
    chat.process.models.catalogue = [testModel("vendor/small"), testModel(`vendor/${"long-".repeat(15)}`)];
    expect(buttons(await chat.write("/model")).map(({ text }) => text)).toEqual(["✓ vendor/small · $1.00 / $2.00"]);
  });

  it("/retry writes the last answer again beside it, once for each /retry", async () => {
    const chat = await openChat();
    expect(texts(await chat.write("/retry"))).toEqual(["There is no answer to write again yet."]);
    await chat.write("Hello");
    chat.process.models.script = () => answerWith("Another one.");
    const first = await chat.write("/retry", 600);
    expect(texts(first)[0]).toContain("Another one.");
    expect(await chat.write("/retry", 600)).toEqual(first);
    expect(chat.process.models.requests).toHaveLength(2);
  });

  it("/usage tells the cost, /stop that nothing is written, /help all commands", async () => {
    const chat = await openChat();
    await chat.write("Hello");
    expect(texts(await chat.write("/usage"))[0]).toBe("Today: $0.01\nThis month: $0.01\nLast 30 days: 1 answer");
    expect(texts(await chat.write("/stop"))).toEqual(["Nothing is being written."]);
    expect(texts(await chat.write("/help"))[0]).toContain("/conversations");
    expect(texts(await chat.write("/dance"))[0]).toMatch(/^There is no such command here[\s\S]*\/unlink/);
  });

  it("/unlink asks first, and disconnects once however often it is pressed", async () => {
    const chat = await openChat();
    const asked = await chat.write("/unlink");
    await chat.press(dataOf(asked, "Keep"));
    expect(await findTelegramConnection(chat.job, chat.chat)).not.toBeNull();
    await chat.press(dataOf(asked, "Disconnect"));
    await chat.press(dataOf(asked, "Disconnect"));
    expect(await findTelegramConnection(chat.job, chat.chat)).toBeNull();
    expect(texts(await chat.write("Hello"))[0]).toContain("not connected");
  });
});

describe("a chat that nobody connected", () => {
  it("gets a way to connect, with a button where Telegram takes the address", async () => {
    const handled = await (await openChat({ linked: false })).write("Hello");
    expect(texts(handled)[0]).toContain("https://procode.example/telegram");
    expect(buttons(handled)).toEqual([{ text: "Open PROCODE", url: "https://procode.example/telegram" }]);
    const local = await (await openChat({ linked: false, page: "http://localhost:3000/telegram" })).write("/new");
    expect(texts(local)[0]).toContain("http://localhost:3000/telegram");
    expect(buttons(local)).toEqual([]);
  });

  it("learns whose link it opened, and after five wrong ones that it must wait", async () => {
    const chat = await openChat({ linked: false });
    for (let tries = 0; tries < 5; tries++)
      expect(texts(await chat.write("/start no-such-token"))[0]).toMatch(/^The link was used or is older/);
    expect(texts(await chat.write("/start no-such-token"))[0]).toMatch(/^Too many links were tried/);
  });
});

describe("what is no text", () => {
  it("is told that it is not read, as is an edit of what was never taken", async () => {
    const chat = await openChat();
    const from = { id: 1_001, is_bot: false, first_name: "Ada", language_code: "pl" };
    const place = { message_id: 1, date: 0, chat: { id: 1_001, type: "private" }, from };
    expect(texts(await chat.give({ message: { ...place, voice: { file_id: "x" } } }))[0]).toMatch(/^Na razie czytany/);
    expect(texts(await chat.give({ edited_message: { ...place, text: "new", edit_date: 1 } }))[0]).toMatch(
      /^Ta wiadomość nie została/,
    );
    expect(await chat.give({ message: { ...place, pinned_message: {} } })).toMatchObject({ said: [] });
  });
});

describe("a person who blocked the bot", () => {
  const status = (to: string) => ({
    my_chat_member: {
      chat: { id: 1_001, type: "private" },
      from: { id: 1_001, is_bot: false, first_name: "Ada" },
      date: 0,
      old_chat_member: { user: { id: 1 }, status: "member" },
      new_chat_member: { user: { id: 1 }, status: to },
    },
  });

  it("is left alone until Start, and what came before it is not answered", async () => {
    const chat = await openChat();
    await chat.give(status("kicked"));
    expect(await findTelegramConnection(chat.job, chat.chat)).toMatchObject({ state: "blocked" });
    const late = await chat.write("said before");
    expect(late).toMatchObject({ said: [], ignored: "the person blocked the bot" });
    expect(texts(await chat.write("/start"))[0]).toMatch(/^Connected to/);
    expect(texts(await chat.write("Hello"))[0]).toContain("An answer.");
  });
});
