import { once } from "node:events";
import type { Server } from "node:http";
import { createApiKey } from "@procode/core";
import { createTestContext } from "@procode/core/testing";
import { afterEach, describe, expect, test } from "vitest";
import { parseTrustedProxies } from "./client-address.ts";
import { createContexts } from "./create-contexts.ts";
import { createListener } from "./listener.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const listen = async (appUrl: string, trusted = false) => (await open(appUrl, trusted)).url;

async function open(appUrl: string, trusted = false) {
  const services = createTestContext();
  const server = createListener({
    services,
    appUrl: new URL(appUrl),
    dev: false,
    trustedProxies: parseTrustedProxies(trusted ? ["127.0.0.1"] : []),
    secret: "a secret that only this test knows",
    contextOf: createContexts(services, { secret: "a secret that only this test knows", secure: true }),
    healthDoor: async () => false,
    telegram: null,
    inngest: async (_request, response) => void response.end("inngest"),
    shutdown: new AbortController().signal,
    pages: async (request, response) => void response.end(JSON.stringify(request.headers)),
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`, services };
}

test("where people use TLS, plain HTTP is sent on to it, and browsers are told to stay there", async () => {
  const url = await listen("https://procode.example", true);
  const plain = await fetch(`${url}/login?next=1`, { redirect: "manual" });
  expect([plain.status, plain.headers.get("location")]).toEqual([308, "https://procode.example/login?next=1"]);
  const secure = await fetch(`${url}/login`, { headers: { "x-forwarded-proto": "https" } });
  expect(secure.status).toBe(200);
  expect(secure.headers.get("strict-transport-security")).toMatch(/^max-age=\d{7,}/);
  expect(secure.headers.get("set-cookie")).toMatch(/^__Host-next-auth\.csrf-token=.*; Secure$/);
});

test.each([
  ["a stream of an answer", "/api/trpc/chat.follow?input=%7B%22generationId%22%3A%221%22%7D"],
  ["the stream of all changes", "/api/trpc/feed.watch?input=%7B%7D"],
  ["a stream for OpenAI's clients", "/api/v1/chat/completions"],
])(
  "where people use TLS, %s that is asked for over plain HTTP is sent on to TLS, with a key or a session too",
  async (_, path) => {
    const { url, services } = await open("https://procode.example", true);
    const { key } = await createApiKey(await services.newPerson(), { name: "A script", scopes: ["chat", "read"] });
    const isPost = path.startsWith("/api/v1/");
    const proofs: Record<string, string>[] = [
      { authorization: `Bearer ${key}` },
      { cookie: "__Host-next-auth.session-token=x" },
    ];
    for (const headers of proofs) {
      const plain = await fetch(`${url}${path}`, {
        method: isPost ? "POST" : "GET",
        headers: { ...headers, accept: "text/event-stream", "content-type": "application/json" },
        ...(isPost && { body: JSON.stringify({ stream: true, messages: [{ role: "user", content: "Hi" }] }) }),
        redirect: "manual",
      });
      expect([plain.status, plain.headers.get("location")]).toEqual([308, `https://procode.example${path}`]);
      expect(await plain.text()).toBe("");
    }
    expect(services.models.requests).toEqual([]);
  },
);

test("a scheme that a stranger claims is not believed", async () => {
  const url = await listen("https://procode.example");
  const claimed = await fetch(`${url}/`, { redirect: "manual", headers: { "x-forwarded-proto": "https" } });
  expect(claimed.status).toBe(308);
});

test("on plain HTTP nobody is told to insist on TLS", async () => {
  const url = await listen("http://localhost:3000");
  const page = await fetch(`${url}/`);
  expect(page.headers.has("strict-transport-security")).toBe(false);
});

test("a page reads who asks from us alone, and nobody in between keeps it", async () => {
  const url = await listen("http://localhost:3000");
  const page = await fetch(`${url}/`, { headers: { "x-procode-address": "6.6.6.6", "x-request-id": "forged" } });
  const seen = (await page.json()) as Record<string, string>;
  expect(seen["x-procode-address"]).toBe("127.0.0.1");
  expect(seen["x-request-id"]).toBe(page.headers.get("x-request-id"));
  expect(page.headers.get("cache-control")).toBe("private, no-store");
});

describe("a call with a key", () => {
  const post = (url: string, headers: Record<string, string>) =>
    fetch(`${url}/api/trpc/context.update`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: "{}",
    });

  test("needs no origin, and a wrong key brings nobody past the cookie's check", async () => {
    const { url, services } = await open("http://localhost:3000");
    const ada = await services.newPerson();
    const { key } = await createApiKey(ada, { name: "A script", scopes: ["manage"] });
    const evil = { origin: "https://evil.example" };
    expect((await post(url, { ...evil, authorization: `Bearer ${key}` })).status).toBe(200);
    expect((await post(url, { ...evil, "x-api-key": key })).status).toBe(200);
    expect((await post(url, { ...evil, cookie: "a=b" })).status).toBe(403);
    const bogus = await post(url, { ...evil, cookie: "next-auth.session-token=x", "x-api-key": "bogus" });
    expect(bogus.status).toBe(401);
    expect(await bogus.json()).toMatchObject({
      error: { message: expect.stringContaining("API key"), data: { details: { reason: "not-signed-in" } } },
    });
  });

  test("says which scope is missing", async () => {
    const { url, services } = await open("http://localhost:3000");
    const { key } = await createApiKey(await services.newPerson(), { name: "A script", scopes: ["read", "chat"] });
    const refused = await post(url, { authorization: `Bearer ${key}` });
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { error: { message: expect.stringContaining('"manage"'), data: { details: { reason: "key-lacks-scope" } } } },
    ]);
  });

  test("opens no form and no page for another site", async () => {
    const { url } = await open("http://localhost:3000");
    const headers = { origin: "https://evil.example", authorization: "Bearer pk_x", cookie: "a=b" };
    expect((await fetch(`${url}/login`, { method: "POST", headers })).status).toBe(403);
  });
});
