import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readUpdate } from "./read-update.ts";

const from = { id: 77, is_bot: false, first_name: "Ada" };
const chat = { id: 77, type: "private", first_name: "Ada" };
const message = { message_id: 5, date: 1, from, chat, text: "Hello" };
const KINDS = ["message", "edited_message", "callback_query", "my_chat_member", "channel_post", "poll"];

describe("readUpdate", () => {
  it.each([
    ["a message", { message }, "message"],
    ["a message without text", { message: { ...message, text: undefined, photo: [{}] } }, "message"],
    ["a changed message", { edited_message: message }, "edited_message"],
    [
      "a pressed button",
      { callback_query: { id: "1", from, message: { message_id: 5, chat, date: 0 }, data: "x" } },
      "callback_query",
    ],
    [
      "a blocked bot",
      { my_chat_member: { from, chat, date: 1, new_chat_member: { status: "kicked" } } },
      "my_chat_member",
    ],
  ])("gives %s to its private chat", (_, inside, kind) => {
    const update = { update_id: 12, ...inside };
    expect(readUpdate(update)).toEqual({ updateId: 12, chatId: 77, kind, payload: update, ignore: null });
  });

  it.each([
    ["a group", { message: { ...message, chat: { id: -5, type: "group" } } }, "in a group"],
    ["a supergroup", { message: { ...message, chat: { id: -5, type: "supergroup" } } }, "in a group"],
    ["a channel", { edited_message: { ...message, chat: { id: -5, type: "channel" } } }, "in a channel"],
    ["a bot", { message: { ...message, from: { ...from, is_bot: true } } }, "from a bot"],
    ["nobody", { message: { ...message, from: undefined } }, "no sender or no chat"],
    ["nowhere", { message: { ...message, chat: undefined } }, "no sender or no chat"],
    ["a button without a message", { callback_query: { id: "1", from, data: "x" } }, "no sender or no chat"],
    [
      "a button in a group",
      { callback_query: { id: "1", from, message: { chat: { id: -5, type: "group" } } } },
      "in a group",
    ],
    ["a post of a channel", { channel_post: message }, "a kind that PROCODE does not use"],
    ["a word of JavaScript", { constructor: message }, "a kind that PROCODE does not use"],
    ["a message that is null", { message: null }, "no sender or no chat"],
    ["nothing", {}, "a kind that PROCODE does not use"],
  ])("ignores %s, and keeps none of its words", (_, inside, ignore) => {
    expect(readUpdate({ update_id: 12, ...inside })).toMatchObject({
      updateId: 12,
      chatId: null,
      payload: null,
      ignore,
    });
  });

  it.each([
    undefined,
    null,
    "update",
    5,
    [],
    {},
    { update_id: "5" },
    { update_id: -1 },
    { update_id: 1.5 },
    { update_id: 2 ** 60, message },
  ])("can not store %j, which has no id", (update) => expect(readUpdate(update)).toBeNull());

  it("ignores what is absurdly deep, and cleans the name of a kind that nobody knows", () => {
    let deep: unknown = "end";
    for (let depth = 0; depth < 50_000; depth++) deep = [deep];
    expect(readUpdate({ update_id: 1, message: { ...message, deep } })).toMatchObject({
      chatId: null,
      payload: null,
      ignore: "deeper than Telegram's own",
    });
    expect(readUpdate({ update_id: 1, ["a\0b\ud83d"]: {} })?.kind).toBe("ab\ufffd");
  });

  it("never throws for any JSON, and acts on private chats of people alone", () => {
    const leaf = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constant("private"),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: "small" }, leaf, fc.array(tie("value"), { maxLength: 3 }), tie("object")),
      object: fc.dictionary(
        fc.oneof(
          fc.constantFrom("from", "chat", "id", "is_bot", "type", "message", "update_id", "__proto__"),
          fc.string(),
        ),
        tie("value"),
        { maxKeys: 6 },
      ),
    }));
    const update = fc
      .record({
        update_id: fc.oneof(fc.nat(), value),
        kind: fc.oneof(fc.constantFrom(...KINDS), fc.string()),
        inside: value,
      })
      .map(({ update_id, kind, inside }) => ({ update_id, [kind]: inside }));
    let stored = 0;
    fc.assert(
      fc.property(fc.oneof(value, update), (given) => {
        const read = readUpdate(given);
        if (!read) return;
        stored++;
        expect(Number.isSafeInteger(read.updateId)).toBe(true);
        expect(JSON.stringify(read.kind)).not.toMatch(/\\u0000|\\ud[89a-f]/);
        expect(read.ignore === null).toBe(read.chatId !== null);
        if (read.ignore !== null) expect(read.payload).toBeNull();
      }),
      { numRuns: 3_000 },
    );
    expect(stored).toBeGreaterThan(300);
  });
});
