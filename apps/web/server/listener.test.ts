import { once } from "node:events";
import type { Server } from "node:http";
import { createTestContext } from "@procode/core/testing";
import { afterEach, expect, test } from "vitest";
import { parseTrustedProxies } from "./client-address.ts";
import { createContexts } from "./create-contexts.ts";
import { createListener } from "./listener.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(appUrl: string, trusted = false): Promise<string> {
  const services = createTestContext();
  const server = createListener({
    services,
    appUrl: new URL(appUrl),
    dev: false,
    trustedProxies: parseTrustedProxies(trusted ? ["127.0.0.1"] : []),
    secret: "a secret that only this test knows",
    contextOf: createContexts(services, { secret: "a secret that only this test knows", secure: true }),
    healthDoor: async () => false,
    pages: async (request, response) => void response.end(JSON.stringify(request.headers)),
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
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
