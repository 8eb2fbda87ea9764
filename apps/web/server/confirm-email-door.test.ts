import { once } from "node:events";
import { createServer } from "node:http";
import { CONFIRM_EMAIL_PATH, getAccount, sendEmailConfirmation } from "@procode/core";
import { createTestContext } from "@procode/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { createConfirmEmailDoor } from "./confirm-email-door.ts";

async function open() {
  const services = createTestContext();
  const ada = await services.newPerson();
  await sendEmailConfirmation(ada);
  const door = createConfirmEmailDoor(services);
  const server = createServer((request, response) => void door(request, response, "192.0.2.1"));
  server.listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const ask = async (token: string, init?: RequestInit) => {
    const response = await fetch(`http://127.0.0.1:${port}${CONFIRM_EMAIL_PATH}?token=${token}`, init);
    return { status: response.status, type: response.headers.get("content-type"), words: await response.text() };
  };
  const isConfirmed = async () => (await getAccount(ada)).emailConfirmedAt !== null;
  const token = /token=([\w-]+)/.exec(services.channels.email.accepted[0]?.text ?? "")?.[1] ?? "";
  return { ask, isConfirmed, token };
}

test("opening the link confirms nothing and shows a button, since scanners open every link; the button does, once", async () => {
  const { ask, isConfirmed, token } = await open();
  expect(await ask(token)).toMatchObject({
    ...{ status: 200, type: "text/html; charset=utf-8" },
    words: expect.stringContaining('<form method="post">'),
  });
  expect(await isConfirmed()).toBe(false);
  expect(await ask(token, { method: "POST" })).toMatchObject({
    ...{ status: 200, words: expect.stringContaining("is confirmed") },
  });
  expect(await isConfirmed()).toBe(true);
  expect(await ask(token, { method: "POST" })).toMatchObject({ status: 403 });
});

test("a link that was made up changes nothing, shows nothing of itself, and is not tried for ever", async () => {
  const { ask, isConfirmed } = await open();
  for (const token of ["", "<script>alert(1)</script>", "x".repeat(4_000)]) {
    expect(await ask(token, { method: "POST" })).toMatchObject({
      ...{ status: 403, words: expect.not.stringContaining("<script>") },
    });
  }
  expect((await ask("x", { method: "DELETE" })).status).toBe(405);
  for (let tries = 4; tries <= 50; tries++) await ask("guess", { method: "POST" });
  expect((await ask("guess", { method: "POST" })).status).toBe(429);
  expect(await isConfirmed()).toBe(false);
});
