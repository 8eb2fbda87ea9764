import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { createTestContext } from "@procode/core/testing";
import { afterEach, describe, expect, it } from "vitest";
import { createTelegramDoor } from "./telegram-door.ts";

const SECRET = "a-secret-that-only-telegram-knows";
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function open() {
  const services = createTestContext();
  const door = createTelegramDoor(services, { botId: 42, secret: SECRET });
  const server = createServer((request, response) => void door(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const { port } = server.address() as AddressInfo;
  const post = (body: string, headers: Record<string, string> = { "x-telegram-bot-api-secret-token": SECRET }) =>
    fetch(`http://127.0.0.1:${port}`, { method: "POST", body, headers });
  const rows = () => [...services.store.tables().telegramUpdates.values()];
  return { services, port, post, rows };
}

const update = (id: number, more: object = {}) => {
  const from = { id: 7, is_bot: false, first_name: "Ada" };
  const message = { message_id: 1, date: 1, from, chat: { id: 7, type: "private" }, text: "Hello", ...more };
  return JSON.stringify({ update_id: id, message });
};

describe("the webhook of Telegram", () => {
  it("stores an update once, however often it comes, and says 200", async () => {
    const { post, rows } = await open();
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(update(9))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(rows()).toMatchObject([{ botId: 42, updateId: 9, chatId: 7, kind: "message", state: "received" }]);
  });

  it.each([
    ["without a secret", {}],
    ["with a wrong one", { "x-telegram-bot-api-secret-token": "guess" }],
    ["with an empty one", { "x-telegram-bot-api-secret-token": "" }],
    ["with most of it", { "x-telegram-bot-api-secret-token": SECRET.slice(0, -1) }],
  ])("answers 401 %s, and stores nothing", async (_, headers) => {
    const { post, rows } = await open();
    expect((await post(update(9), headers as Record<string, string>)).status).toBe(401);
    expect(rows()).toEqual([]);
  });

  it("reads nothing of a stranger's body", async () => {
    const { port } = await open();
    const socket = connect(port, "127.0.0.1");
    closers.push(() => socket.destroy());
    socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n\r\n{");
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 [\s\S]*connection: close/i);
  });

  it.each([
    ["a group", update(9, { chat: { id: -1, type: "group" } })],
    ["a bot", update(9, { from: { id: 7, is_bot: true } })],
    ["nobody", update(9, { from: undefined })],
  ])("takes what comes from %s, so that it does not come again, and does nothing with it", async (_, body) => {
    const { post, rows } = await open();
    expect((await post(body)).status).toBe(200);
    expect(rows()).toMatchObject([{ updateId: 9, chatId: null, state: "ignored", payload: null }]);
  });

  it.each([
    ["no JSON", "{", 400],
    ["no update", '"hello"', 200],
    ["no id", "{}", 200],
    ["more than a megabyte", update(9, { text: "x".repeat(1_000_001) }), 413],
  ])("is not ended by %s, and stores nothing", async (_, body, status) => {
    const { post, rows } = await open();
    expect((await post(body)).status).toBe(status);
    expect(rows()).toEqual([]);
    expect((await post(update(10))).status).toBe(200);
  });

  it("lets Telegram bring it again when it could not be stored", async () => {
    const { services, post, rows } = await open();
    services.store.setAway(true);
    expect((await post(update(9))).status).toBe(503);
    services.store.setAway(false);
    expect((await post(update(9))).status).toBe(200);
    expect(rows()).toHaveLength(1);
  });
});
