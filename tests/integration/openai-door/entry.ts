import { randomUUID } from "node:crypto";
import { probes } from "@procode/api/testing";
import { describe, expect, it } from "vitest";
import type { Browserless } from "../../product/open-browserless.ts";
import { failureOf, FAST, MODEL, type OpenAiWorld, user } from "./open-openai-world.ts";

/** Which keys and browsers the door lets in. */
export function entry(world: () => OpenAiWorld): void {
  describe("who may come in", () => {
    const post = (headers: Record<string, string>, by: Browserless | null = null) => {
      const init = {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ messages: user(`Hi ${FAST}`) }),
      };
      return by
        ? by.request("/api/v1/chat/completions", init)
        : fetch(`${world().product.url}/api/v1/chat/completions`, init);
    };

    it("a key with the scope, by either header, and no other", async () => {
      const { ada, newKey, clientOf } = world();
      const { key } = await newKey(ada, ["chat"]);
      expect((await post({ "x-api-key": key })).status).toBe(200);
      expect((await clientOf(key).models.list()).data.length).toBeGreaterThan(1);
      const lacking = await newKey(ada, ["read", "manage"]);
      expect(
        await failureOf(clientOf(lacking.key).chat.completions.create({ model: MODEL, messages: user("Hi") })),
      ).toMatchObject({
        status: 403,
        code: "key_lacks_scope",
        message: expect.stringContaining('"chat"'),
      });
      const manager = clientOf((await newKey(ada, ["manage"])).key);
      expect(await failureOf(manager.models.list())).toMatchObject({ status: 403, code: "key_lacks_scope" });
      expect(await failureOf(clientOf("sk-something").models.list())).toMatchObject({
        status: 401,
        code: "invalid_api_key",
      });
      expect((await post({})).status).toBe(401);
    });

    it("a browser that is signed in, from our own pages only", async () => {
      const { ada } = world();
      expect((await post({}, ada)).status).toBe(200);
      expect((await post({ origin: "https://evil.example" }, ada)).status).toBe(403);
      expect((await post({ origin: "https://evil.example", "x-api-key": "bogus" }, ada)).status).toBe(401);
    });

    it("no key any more once it is revoked: at every procedure and here, from the next request on", async () => {
      const { product, ada, newKey, clientOf } = world();
      const { key, id } = await newKey(ada, ["chat", "read", "manage"]);
      const client = clientOf(key);
      await client.models.list();
      await ada.ask("account.apiKeys.revoke", { keyId: id }, "mutation");
      expect(await failureOf(client.models.list())).toMatchObject({ status: 401 });
      const ids = { conversationId: randomUUID(), messageId: randomUUID(), generationId: randomUUID() };
      const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
      const swept = probes().filter(({ type }) => type !== "subscription");
      expect(swept.length).toBeGreaterThan(20);
      for (const [index, { path, type }] of swept.entries()) {
        const url = `${product.url}/api/trpc/${path}`;
        // Each from an address of its own: one that tries fifty wrong keys is told to wait.
        const from = { ...headers, "x-forwarded-for": `10.9.0.${index + 1}` };
        const response =
          type === "query"
            ? await fetch(`${url}?input=${encodeURIComponent(JSON.stringify(ids))}`, { headers: from })
            : await fetch(url, { method: "POST", headers: from, body: JSON.stringify(ids) });
        expect([path, response.status]).toEqual([path, 401]);
      }
    });
  });
}
