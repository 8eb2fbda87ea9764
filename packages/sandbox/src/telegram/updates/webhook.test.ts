import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { openSandbox } from "../testing/open-sandbox.ts";

type Hit = { text: string; headers: IncomingHttpHeaders };

/** A webhook that answers with these statuses in turn, then 200; 0 never answers. */
async function openWebhook(...statuses: number[]) {
  const hits: Hit[] = [];
  const server = createServer(async (incoming, response) => {
    let body = "";
    for await (const part of incoming) body += part;
    hits.push({ text: JSON.parse(body).message?.text, headers: incoming.headers });
    const status = statuses.shift() ?? 200;
    if (status !== 0) response.writeHead(status).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${address.port}/hook`, hits };
}

test("updates are posted with the secret, again after an error and after silence, in order within a chat", async () => {
  await using room = await openSandbox({ webhook: { timeoutMs: 100, retryMs: 5 } });
  const hook = await openWebhook(500, 0);
  await room.api.setWebhook(hook.url, { secret_token: "s3cret" });
  room.person.say("a");
  room.person.say("b");
  await expect.poll(() => hook.hits.map(({ text }) => text)).toEqual(["a", "a", "a", "b"]);
  expect(hook.hits.every(({ headers }) => headers["x-telegram-bot-api-secret-token"] === "s3cret")).toBe(true);
  await expect.poll(async () => (await room.api.getWebhookInfo()).pending_update_count).toBe(0);
  expect((await room.api.getWebhookInfo()).last_error_message).toBeDefined();
});

test("a chat whose webhook fails does not hold up another", async () => {
  await using room = await openSandbox({ webhook: { timeoutMs: 5_000, retryMs: 60_000 } });
  const hook = await openWebhook(503);
  await room.api.setWebhook(hook.url);
  room.person.say("stuck");
  await expect.poll(() => hook.hits.length).toBe(1);
  room.sandbox.person({ id: 2, firstName: "Other" }).say("through");
  await expect.poll(() => hook.hits.map(({ text }) => text)).toEqual(["stuck", "through"]);
});

test("polling and a webhook exclude each other", async () => {
  await using room = await openSandbox();
  const hook = await openWebhook();
  const poll = room.api.getUpdates({ timeout: 30, allowed_updates: ["message"] }).then(() => "", String);
  await room.sandbox.log.waitFor((entry) => entry.type === "accepted" && entry.method === "getUpdates");
  await room.api.setWebhook(hook.url);
  expect(await poll).toContain("409: Conflict: terminated by setWebhook request");
  await expect(room.api.getUpdates()).rejects.toThrow("409: Conflict: can't use getUpdates method while webhook");
  await room.api.deleteWebhook();
  room.person.say("polled");
  expect(await room.api.getUpdates()).toHaveLength(1);
});

test("a webhook elsewhere needs https, and a secret only plain characters", async () => {
  await using room = await openSandbox();
  await expect(room.api.setWebhook("http://example.com/")).rejects.toThrow("An HTTPS URL must be provided");
  await expect(room.api.setWebhook("https://example.com/", { secret_token: "a b" })).rejects.toThrow("unallowed");
});

test("waiting updates are dropped on request", async () => {
  await using room = await openSandbox();
  room.person.say("old");
  await room.api.deleteWebhook({ drop_pending_updates: true });
  expect(await room.api.getUpdates()).toEqual([]);
});
