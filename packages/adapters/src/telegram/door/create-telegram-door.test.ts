import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { ErrorReason } from "@procode/contracts";
import { type Log, ProcodeError, type TelegramMessage } from "@procode/core";
import {
  createFaultProxy,
  createTelegramSandbox,
  type Fault,
  type PersonActs,
  type TelegramSandbox,
} from "@procode/sandbox";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSystemClock } from "../../clock/create-system-clock.ts";
import { createSilentLog } from "../../log/create-silent-log.ts";
import { renderTelegram } from "../render/render-telegram.ts";
import { renderTelegramDraft } from "../render/render-telegram-draft.ts";
import { markdownDocuments } from "../render/testing/markdown-documents.ts";
import { createTelegramDoor, type TelegramDoorOptions } from "./create-telegram-door.ts";

const TOKEN = "8123456789:AAH-secret_secret_secret_secret_sec";
let sandbox: TelegramSandbox;
let person: PersonActs;
const closers: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  sandbox = await createTelegramSandbox({ seed: 3 });
  person = sandbox.person({ id: 42, firstName: "Ana", username: "ana" });
  person.start();
  closers.push(() => sandbox.close());
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

function openDoor(options: Partial<TelegramDoorOptions> = {}) {
  return createTelegramDoor({
    token: TOKEN,
    apiRoot: sandbox.url,
    clock: createSystemClock(),
    log: createSilentLog(),
    ...options,
  });
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const message = (text: string): TelegramMessage => ({ chatId: 42, text, entities: [] });
const bold = (text: string): TelegramMessage => ({
  chatId: 42,
  text,
  entities: [{ type: "bold", offset: 0, length: text.length }],
});
const accepted = (method = "sendMessage") =>
  sandbox.log.entries().filter((entry) => entry.type === "accepted" && entry.method === method);
const fail = (fault: Fault, method?: string) =>
  sandbox.control.addRule({ fault, times: 1, ...(method !== undefined && { method }) });

test("the bot says who it is", async () => {
  expect(await openDoor().identify()).toEqual({
    botId: expect.any(Number),
    username: expect.any(String),
    name: expect.any(String),
  });
});

test("updates come as they are, from an offset on, and what is before it does not come again", async () => {
  const door = openDoor();
  person.say("zażółć 👨‍👩‍👧");
  const poll = (offset: number) => door.poll({ offset, waitSeconds: 0, signal: new AbortController().signal });
  const updates = await poll(0);
  expect(updates.map((update) => "message" in update && Object(update.message).text)).toEqual([
    "/start",
    "zażółć 👨‍👩‍👧",
  ]);
  const last = updates.at(-1)?.update_id ?? 0;
  expect(await poll(last + 1)).toEqual([]);
});

test("a poll waits for what comes, ends at once with its signal, and gives way to nobody in silence", async () => {
  const door = openDoor();
  const stop = new AbortController();
  const [started] = await door.poll({ offset: 0, waitSeconds: 0, signal: stop.signal });
  const offset = (started?.update_id ?? 0) + 1;
  const waiting = door.poll({ offset, waitSeconds: 30, signal: stop.signal });
  setTimeout(() => person.say("hello"), 50);
  expect(await waiting).toHaveLength(1);
  const left = door.poll({ offset: offset + 1, waitSeconds: 30, signal: stop.signal });
  setTimeout(() => stop.abort(), 50);
  expect(await left).toEqual([]);
});

test("a second poller and a webhook are a conflict that names itself", async () => {
  const door = openDoor();
  const stop = new AbortController();
  const poll = (waitSeconds: number) => door.poll({ offset: 10 ** 12, waitSeconds, signal: stop.signal });
  const both = await Promise.allSettled([poll(2), new Promise((later) => setTimeout(later, 100)).then(() => poll(0))]);
  const failed = both.filter((one) => one.status === "rejected").map(({ reason }) => reason);
  expect(failed).toMatchObject([{ code: "CONFLICT" }]);
  await door.setWebhook({ url: "https://procode.example/api/telegram/webhook", secret: "s3cret" });
  await expect(poll(0)).rejects.toMatchObject({ code: "CONFLICT" });
  await door.setWebhook(null);
  expect(await poll(0)).toEqual([]);
});

test("a message arrives with its marks and buttons and without a preview; an edit changes it", async () => {
  const door = openDoor();
  const [part] = renderTelegram("**bold** [link](https://a.example)\n\n```ts\n    x\n```");
  if (!part) throw new Error("The text has a part.");
  const sent = await door.send({
    ...part,
    chatId: 42,
    buttons: [
      [
        { text: "Again", data: "again" },
        { text: "Open", url: "https://b.example" },
      ],
    ],
  });
  expect(sent).toEqual({ kind: "sent", telegramMessageId: expect.any(Number) });
  const [seen] = person.sees().messages.slice(-1);
  expect(seen).toMatchObject({ from: "bot", text: part.text, entities: part.entities });
  expect(seen?.buttons).toEqual([
    [
      { text: "Again", callback_data: "again" },
      { text: "Open", url: "https://b.example" },
    ],
  ]);
  expect(accepted()[0]).toMatchObject({ params: { link_preview_options: { is_disabled: true } } });
  if (sent.kind !== "sent") throw new Error("It was sent.");
  const edit = { ...message("other"), telegramMessageId: sent.telegramMessageId };
  expect(await door.edit(edit)).toEqual(sent);
  expect(await door.edit(edit)).toEqual(sent);
  expect(person.sees().messages.at(-1)).toMatchObject({ text: "other", isEdited: true });
});

test("buttons change under words that stay, the same again is success, and a reply is one also to what is gone", async () => {
  const door = openDoor();
  const sent = await door.send({ ...message("words"), entities: [{ type: "bold", offset: 0, length: 5 }] });
  if (sent.kind !== "sent") throw new Error("It was sent.");
  const { telegramMessageId } = sent;
  const change = { chatId: 42, telegramMessageId, buttons: [[{ text: "✓ Useful", data: "up" }]] };
  expect([await door.editButtons(change), await door.editButtons(change)]).toEqual([sent, sent]);
  expect(person.sees().messages.at(-1)).toMatchObject({
    ...{ text: "words", entities: [{ type: "bold" }], buttons: [[{ text: "✓ Useful", callback_data: "up" }]] },
  });
  expect(await door.editButtons({ ...change, telegramMessageId: 10 ** 6 })).toMatchObject({ kind: "refused" });
  await door.send({ ...message("because"), replyTo: telegramMessageId });
  expect(person.sees().messages.at(-1)).toMatchObject({ text: "because", replyTo: telegramMessageId });
  expect(await door.send({ ...message("because"), replyTo: 10 ** 6 })).toMatchObject({ kind: "sent" });
});

test("Telegram takes every part that the renderer makes, as it is", { timeout: 300_000 }, async () => {
  const door = openDoor();
  await fc.assert(
    fc.asyncProperty(markdownDocuments(), async (markdown) => {
      const draft = renderTelegramDraft(markdown);
      expect(await door.draft({ ...draft, chatId: 42, draftId: 7 })).toEqual({ kind: "done" });
      for (const part of renderTelegram(markdown)) {
        expect(await door.send({ ...part, chatId: 42 })).toMatchObject({ kind: "sent" });
        const seen = person.sees().messages.at(-1);
        expect(seen?.text.trim()).toBe(part.text.trim());
        expect(seen?.entities).toHaveLength(part.entities.length);
      }
    }),
    { numRuns: 150 },
  );
});

test.each<[string, Fault, object, number]>([
  [
    "T7: a flood holds, with its seconds",
    { refuse: "flood", retryAfter: 35 },
    { kind: "hold", retryAfterSeconds: 35 },
    0,
  ],
  ["T9: blocked", { refuse: "blocked" }, { kind: "blocked", reason: "Forbidden: bot was blocked by the user" }, 0],
  ["T10: entities that cannot be read", { refuse: "bad-entities" }, { kind: "entities-refused" }, 0],
  [
    "Telegram's own 500 was not taken",
    { refuse: "server-error" },
    { kind: "server-error", reason: "Internal Server Error" },
    0,
  ],
  ["T5: accept-then-cut is uncertain", { lose: "cut" }, { kind: "uncertain" }, 1],
  ["a gateway's bare 502 after it was taken is uncertain", { lose: "bad-gateway" }, { kind: "uncertain" }, 1],
  [
    "silence for longer than the time-out is uncertain",
    { delayMs: 1_000 },
    { kind: "uncertain", reason: "no answer in time" },
    1,
  ],
])("%s", async (_, fault, outcome, taken) => {
  const door = openDoor({ requestMs: 300 });
  fail(fault, "sendMessage");
  expect(await door.send(bold("words"))).toMatchObject(outcome);
  expect(accepted()).toHaveLength(taken);
  // Nothing is sent twice by the door itself, and the next message passes.
  expect(await door.send(message("next"))).toMatchObject({ kind: "sent" });
  expect(accepted()).toHaveLength(taken + 1);
});

test("T6: nothing is written while the port refuses, and the same message passes once it stands", async () => {
  const proxy = await createFaultProxy({ target: { port: sandbox.port }, seed: 1, faults: { refuse: true } });
  closers.push(() => proxy.close());
  const door = openDoor({ apiRoot: proxy.origin });
  expect(await door.send(message("words"))).toEqual({ kind: "not-written", reason: "ECONNREFUSED" });
  expect(await openDoor({ apiRoot: "https://api.telegram.invalid" }).send(message("words"))).toMatchObject({
    kind: "not-written",
  });
  expect(accepted()).toHaveLength(0);
  await proxy.setFaults({});
  expect(await door.send(message("words"))).toMatchObject({ kind: "sent" });
});

test("the same rules hold for an edit", async () => {
  const door = openDoor();
  const sent = await door.send(message("one"));
  if (sent.kind !== "sent") throw new Error("It was sent.");
  fail({ lose: "cut" }, "editMessageText");
  const edit = { ...message("two"), telegramMessageId: sent.telegramMessageId };
  expect(await door.edit(edit)).toMatchObject({ kind: "uncertain" });
  // T13: the cut edit was taken, so the same again changes nothing, and that is success.
  expect(await door.edit(edit)).toEqual(sent);
  expect(await door.edit({ ...message("x"), telegramMessageId: 10 ** 6 })).toMatchObject({ kind: "refused" });
});

test("what never passes is refused with Telegram's words; entities are no reason where there are none", async () => {
  const door = openDoor();
  expect(await door.send(message("a".repeat(4_097)))).toEqual({
    kind: "refused",
    reason: "Bad Request: message is too long",
  });
  expect(await door.send({ ...message("words"), chatId: 4_711 })).toMatchObject({ kind: "refused" });
  expect(await door.send({ ...message("ab"), entities: [{ type: "bold", offset: 1, length: 9 }] })).toMatchObject({
    kind: "entities-refused",
  });
  fail({ refuse: "bad-entities" }, "sendMessage");
  expect(await door.send(message("words"))).toMatchObject({ kind: "refused" });
});

test("drafts, typing and answers to buttons never throw: done, hold or lost", async () => {
  const door = openDoor();
  const draft = () => door.draft({ text: "so far", entities: [], chatId: 42, draftId: 1 });
  expect(await draft()).toEqual({ kind: "done" });
  expect(person.sees().draft?.text).toBe("so far");
  expect(await door.typing(42)).toEqual({ kind: "done" });
  expect(person.sees().action?.action).toBe("typing");
  fail({ refuse: "flood", retryAfter: 9 });
  expect(await draft()).toEqual({ kind: "hold", retryAfterSeconds: 9 });
  for (const fault of [
    { lose: "cut" },
    { lose: "bad-gateway" },
    { refuse: "server-error" },
    { refuse: "blocked" },
  ] as Fault[]) {
    fail(fault);
    expect(await draft()).toEqual({ kind: "lost" });
    fail(fault);
    expect(await door.typing(42)).toEqual({ kind: "lost" });
  }
  await door.send({ ...message("press"), buttons: [[{ text: "Again", data: "again" }]] });
  person.press("Again");
  const updates = await door.poll({ offset: 0, waitSeconds: 0, signal: new AbortController().signal });
  const query = updates.flatMap((update) => ("callback_query" in update ? [Object(update.callback_query)] : []))[0];
  expect(await door.answerCallback({ callbackId: String(query?.id), text: "Coming" })).toEqual({ kind: "done" });
  expect(person.sees().notice?.text).toBe("Coming");
  expect(await door.answerCallback({ callbackId: "1" })).toEqual({ kind: "lost" });
});

test("the menu of commands, also in a language", async () => {
  const door = openDoor();
  await door.setCommands([{ command: "new", description: "A new conversation" }]);
  await door.setCommands([{ command: "new", description: "Nowa rozmowa" }], "pl");
  expect(person.sees().commands).toEqual([{ command: "new", description: "A new conversation" }]);
  fail({ refuse: "server-error" }, "setMyCommands");
  await expect(door.setCommands([])).rejects.toMatchObject({
    code: "UNAVAILABLE",
    details: { reason: "provider-down" },
  });
});

test.each([
  [401, { ok: false, error_code: 401, description: "Unauthorized" }, "UNAVAILABLE", "provider-key"],
  [404, { ok: false, error_code: 404, description: "Not Found" }, "UNAVAILABLE", "provider-key"],
  [409, { ok: false, error_code: 409, description: "Conflict" }, "CONFLICT", "already-exists"],
  [
    429,
    { ok: false, error_code: 429, description: "Too Many", parameters: { retry_after: 3 } },
    "UNAVAILABLE",
    "provider-busy",
  ],
  [500, { ok: false, error_code: 500, description: "Internal" }, "UNAVAILABLE", "provider-down"],
  [502, "<html>Bad Gateway</html>", "UNAVAILABLE", "provider-down"],
  [200, { ok: true, result: "nonsense" }, "UNAVAILABLE", "provider-down"],
  [200, { ok: true, result: [{ no: 1 }] }, "UNAVAILABLE", "provider-down"],
])("who cannot identify or poll learns why: %i %j", async (status, body, code, reason) => {
  const apiRoot = await serve((_, response) => {
    response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
  });
  const door = openDoor({ apiRoot });
  for (const call of [
    door.identify(),
    door.poll({ offset: 0, waitSeconds: 0, signal: new AbortController().signal }),
  ]) {
    const error = await call.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProcodeError);
    expect(error).toMatchObject({ code, details: { reason } });
    expect(ErrorReason.options).toContain(reason);
  }
});

test.each([
  [200, "", "uncertain"],
  [200, "{", "uncertain"],
  [200, '{"ok":true,"result":true}', "uncertain"],
  [200, '{"ok":false}', "uncertain"],
  [500, "Internal Server Error", "uncertain"],
  [503, '{"message":"upstream"}', "uncertain"],
  [429, "<html>slow down</html>", "uncertain"],
  [302, "", "uncertain"],
  [429, '{"ok":false,"error_code":429,"description":"x"}', "hold"],
  [500, '{"ok":false,"error_code":500,"description":"x"}', "server-error"],
  [403, '{"ok":false,"error_code":403,"description":"Forbidden: user is deactivated"}', "blocked"],
  [400, '{"ok":false,"error_code":400,"description":"Bad Request: ENTITIES_TOO_LONG"}', "entities-refused"],
  [400, '{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}', "refused"],
  [401, '{"ok":false,"error_code":401,"description":"Unauthorized"}', "refused"],
])("an answer %i %s is %s", async (status, body, kind) => {
  const apiRoot = await serve((_, response) => void response.writeHead(status).end(body));
  expect(await openDoor({ apiRoot }).send(bold("words"))).toMatchObject({ kind });
});

test("a wait that only the header tells, in whole seconds", async () => {
  const apiRoot = await serve((_, response) => {
    response.writeHead(429, { "retry-after": "11" }).end('{"ok":false,"error_code":429,"description":"x"}');
  });
  expect(await openDoor({ apiRoot }).send(message("x"))).toEqual({ kind: "hold", retryAfterSeconds: 11 });
});

test("neither the token nor a person's words reach a log, an error or its cause", async () => {
  const entries: unknown[] = [];
  const write = (words: string, fields?: object) => void entries.push({ words, ...fields });
  const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
  const results: unknown[] = [];
  const quoting = await serve((request, response) => {
    const description = `Bad Request: ${request.url} can't parse entities in private words`;
    response.writeHead(400).end(JSON.stringify({ ok: false, error_code: 400, description }));
  });
  const cutting = await serve((request) => void request.socket.destroy());
  for (const apiRoot of [
    quoting,
    cutting,
    "http://127.0.0.1:1",
    "https://api.telegram.invalid",
    cutting.replace("http:", "https:"),
  ]) {
    const door = openDoor({ apiRoot, log, requestMs: 2_000 });
    results.push(await door.send(bold("private words")), await door.draft({ ...bold("private words"), draftId: 1 }));
    results.push(await door.identify().catch((thrown: unknown) => thrown));
    results.push(
      await door
        .poll({ offset: 0, waitSeconds: 0, signal: new AbortController().signal })
        .catch((thrown: unknown) => thrown),
    );
  }
  expect(entries.length).toBeGreaterThan(10);
  const everything = inspect([entries, results], { depth: null, showHidden: true });
  for (const part of [TOKEN, TOKEN.split(":")[1] ?? "", encodeURIComponent(TOKEN)])
    expect(everything).not.toContain(part);
  expect(inspect(entries, { depth: null })).not.toContain("private words");
});
