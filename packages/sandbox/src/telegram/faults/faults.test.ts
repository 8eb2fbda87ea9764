import { HttpError } from "grammy";
import { expect, test } from "vitest";
import type { Accepted } from "../log-entry.ts";
import { openSandbox, textsOf } from "../testing/open-sandbox.ts";
import type { FaultRule } from "./create-fault-desk.ts";
import { readRule } from "./create-fault-desk.ts";
import { createFloodCounter } from "./create-flood-counter.ts";

type Room = Awaited<ReturnType<typeof openSandbox>>;

const sentTexts = ({ sandbox }: Room) =>
  sandbox.log
    .entries()
    .filter((entry): entry is typeof entry & Accepted => entry.type === "accepted" && entry.method === "sendMessage")
    .map(({ text }) => text);

test.each<[FaultRule["fault"], string, object]>([
  [{ refuse: "blocked" }, "403: Forbidden: bot was blocked by the user", {}],
  [{ refuse: "flood", retryAfter: 35 }, "429: Too Many Requests: retry after 35", { retry_after: 35 }],
  [{ refuse: "server-error" }, "500: Internal Server Error", {}],
  [{ refuse: "bad-entities" }, "400: Bad Request: can't parse entities", {}],
])("%j is refused in Telegram's JSON and nothing is sent", async (fault, words, parameters) => {
  await using room = await openSandbox();
  room.sandbox.control.addRule({ method: "sendMessage", times: 1, fault });
  const error = await room.api.sendMessage(1001, "x").catch((thrown: unknown) => thrown);
  expect(String(error)).toContain(words);
  expect(error).toMatchObject({ parameters });
  expect(sentTexts(room)).toEqual([]);
  expect(room.sandbox.log.entries().at(-1)).toMatchObject({ type: "refused", method: "sendMessage", fault });
  await room.api.sendMessage(1001, "again");
  expect(sentTexts(room)).toEqual(["again"]);
});

test("accept-then-cut: the message is in the chat, the caller sees only a broken connection", async () => {
  await using room = await openSandbox();
  room.sandbox.control.addRule({ method: "sendMessage", times: 1, fault: { lose: "cut" } });
  await expect(room.api.sendMessage(1001, "taken")).rejects.toBeInstanceOf(HttpError);
  expect(sentTexts(room)).toEqual(["taken"]);
  expect(room.person.sees().messages.at(-1)?.text).toBe("taken");
});

test("a gateway's 502 has no JSON, though the message was accepted", async () => {
  await using room = await openSandbox();
  room.sandbox.control.addRule({ fault: { lose: "bad-gateway" }, times: 1 });
  const response = await fetch(`${room.sandbox.url}/botmock_token/sendMessage?chat_id=1001&text=taken`);
  expect(response.status).toBe(502);
  expect(response.headers.get("content-type")).toBe("text/html");
  expect(await response.text()).toContain("502 Bad Gateway");
  expect(sentTexts(room)).toEqual(["taken"]);
});

test("an answer can be late although the message is there", async () => {
  await using room = await openSandbox();
  room.sandbox.control.addRule({ times: 1, fault: { delayMs: 300 } });
  let isAnswered = false;
  const sending = room.api.sendMessage(1001, "x").then(() => {
    isAnswered = true;
  });
  await room.sandbox.log.waitFor((entry) => entry.type === "accepted" && entry.method === "sendMessage");
  expect(isAnswered).toBe(false);
  await sending;
});

test("rules choose by method, chat and words, let some pass and count down", async () => {
  await using room = await openSandbox();
  const { control } = room.sandbox;
  room.sandbox.person({ id: 2, firstName: "Other" }).start();
  const fault = { refuse: "server-error" } as const;
  control.addRule({ method: "sendMessage", chatId: 1001, contains: "part", skip: 1, times: 2, fault });
  const outcomes: boolean[] = [];
  for (const [chat, text] of [
    [1001, "part 1"],
    [2, "part 2"],
    [1001, "other"],
    [1001, "part 3"],
    [1001, "part 4"],
    [1001, "part 5"],
  ] as const)
    outcomes.push(await room.api.sendMessage(chat, text).then(Boolean, () => false));
  expect(outcomes).toEqual([true, true, true, false, false, true]);
});

test("a probability draws the same from the same seed", async () => {
  const draw = async (seed: number) => {
    await using room = await openSandbox({ seed });
    room.sandbox.control.addRule({ method: "sendMessage", probability: 0.5, fault: { refuse: "server-error" } });
    const outcomes: boolean[] = [];
    for (let index = 0; index < 20; index += 1)
      outcomes.push(await room.api.sendMessage(1001, `${index}`).then(Boolean, () => false));
    return outcomes.map(Number).join("");
  };
  const first = await draw(7);
  expect(await draw(7)).toBe(first);
  expect(await draw(8)).not.toBe(first);
  expect(first).toMatch(/0.*1|1.*0/);
});

test("updates come twice although confirmed, and in another order", async () => {
  await using room = await openSandbox();
  const { api, person, first, sandbox } = room;
  sandbox.control.addRule({ method: "getUpdates", times: 1, fault: { duplicate: 1, reorder: true } });
  for (const text of ["a", "b", "c", "d", "e"]) person.say(text);
  const shuffled = textsOf(await api.getUpdates());
  expect(shuffled).not.toEqual(["a", "b", "c", "d", "e"]);
  expect(shuffled.toSorted()).toEqual(["a", "b", "c", "d", "e"]);
  expect(textsOf(await api.getUpdates({ offset: first + 5 }))).toEqual(["a", "b", "c", "d", "e"]);
  expect(await api.getUpdates({ offset: first + 5 })).toEqual([]);
  sandbox.control.redeliver(first, 2);
  expect(textsOf(await api.getUpdates({ offset: first + 5 }))).toEqual(["a", "a"]);
});

test("getUpdates can fail and loses nothing by it", async () => {
  await using room = await openSandbox();
  room.person.say("kept");
  room.sandbox.control.addRule({ method: "getUpdates", times: 1, fault: { refuse: "server-error" } });
  await expect(room.api.getUpdates()).rejects.toThrow("500");
  expect(textsOf(await room.api.getUpdates())).toEqual(["kept"]);
});

test("the flood limit is off, and holds per chat and over all when it is on", async () => {
  await using room = await openSandbox();
  const { control } = room.sandbox;
  for (const id of [2, 3]) room.sandbox.person({ id, firstName: "Other" }).start();
  for (const text of ["a", "b", "c"]) await room.api.sendMessage(1001, text);
  control.setFloodLimit({ perBot: 2, perChat: 1 });
  await room.api.sendMessage(1001, "d");
  await expect(room.api.sendMessage(1001, "e")).rejects.toMatchObject({ parameters: { retry_after: 1 } });
  await room.api.sendMessage(2, "f");
  await expect(room.api.sendMessage(3, "g")).rejects.toMatchObject({ error_code: 429 });
});

test("a chat takes a burst and then one a second; whoever was refused stays so as long as it was told to wait", () => {
  const { count } = createFloodCounter({ perBot: 5, perChat: 1, chatBurst: 3, retryAfter: 4 });
  expect([0, 1, 2, 3].map((at) => count(7, at))).toEqual([true, true, true, false]);
  expect(count(8, 3)).toBe(true);
  expect([4_002, 4_003].map((at) => count(7, at))).toEqual([false, true]);
  const others = [11, 12, 13, 14, 15].map((chatId) => count(chatId, 4_004));
  expect(others).toEqual([true, true, true, true, false]);
  expect([5_500, 8_003, 8_004].map((at) => count(16, at))).toEqual([false, false, true]);
});

test.each([
  [{ fault: { refuse: "everything" } }, '"refuse" cannot be "everything".'],
  [{ fault: { teh: 1 } }, 'A fault has no "teh"'],
  [{ fault: {}, tims: 1 }, 'A rule cannot have "tims"'],
  [{ fault: {}, probability: 2 }, 'A rule cannot have "probability"'],
])("a mistyped rule is refused by name: %j", (rule, words) => {
  expect(() => readRule(rule)).toThrow(words);
});
