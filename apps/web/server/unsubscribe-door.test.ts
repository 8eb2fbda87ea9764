import { once } from "node:events";
import { createServer } from "node:http";
import { UNSUBSCRIBE_PATH } from "@procode/core";
import { createTestContext, openProactivePerson } from "@procode/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { createUnsubscribeDoor } from "./unsubscribe-door.ts";

async function open() {
  const services = createTestContext();
  const ada = await openProactivePerson(services);
  await ada.save({ channels: ["email", "web"] });
  const server = createServer(createUnsubscribeDoor(services)).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const ask = async (token: string, init?: RequestInit) => {
    const response = await fetch(`http://127.0.0.1:${port}${UNSUBSCRIBE_PATH}?token=${token}`, init);
    return { status: response.status, type: response.headers.get("content-type"), words: await response.text() };
  };
  const channels = async () => (await services.store.asUser(ada.userId, (tx) => tx.proactive.getSettings())).channels;
  const token = `${ada.userId}.${services.signer.sign("unsubscribe from e-mail", ada.userId)}`;
  return { ask, channels, token };
}

test("a mail provider's one click ends the letters, without a session, from whatever page, and twice is the same", async () => {
  const { ask, channels, token } = await open();
  const oneClick = {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: "https://mail.example", cookie: "a=b" },
    body: "List-Unsubscribe=One-Click",
  };
  expect(await ask(token, oneClick)).toMatchObject({ status: 200, words: expect.stringContaining("no more letters") });
  expect(await channels()).toEqual(["web"]);
  expect((await ask(token, oneClick)).status).toBe(200);
});

test("opening the link changes nothing and shows a button, since scanners open every link", async () => {
  const { ask, channels, token } = await open();
  expect(await ask(token)).toMatchObject({
    ...{ status: 200, type: "text/html; charset=utf-8" },
    words: expect.stringContaining('<form method="post">'),
  });
  expect(await channels()).toEqual(["email", "web"]);
});

test("a link that is not whole, or somebody else's, changes nothing and says so", async () => {
  const { ask, channels, token } = await open();
  const [userId = "", signature = ""] = token.split(".");
  const other = userId.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  for (const forged of ["", userId, `${userId}.`, `${other}.${signature}`, `${token}.x`, "<script>"])
    expect(await ask(forged, { method: "POST" })).toMatchObject({
      status: 403,
      words: expect.not.stringContaining("<script>"),
    });
  expect((await ask(token, { method: "DELETE" })).status).toBe(405);
  expect(await channels()).toEqual(["email", "web"]);
});
