import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { failureOf, MODEL, type OpenAiWorld, textOf, user } from "./open-openai-world.ts";

/** What goes wrong, and in which words a client reads it. */
export function refusals(world: () => OpenAiWorld): void {
  describe("what fails, in OpenAI's words", () => {
    const ask = (content: string, more: object = {}) =>
      world().openai.chat.completions.create({ model: MODEL, messages: user(content), ...more });

    it.each([
      ["error=429 retry-after=7", 429, "rate_limit_error", "rate_limit_exceeded"],
      ["error=500", 503, "server_error", "provider_down"],
      ["error=502", 503, "server_error", "provider_down"],
      ["error=402", 503, "server_error", "provider_credit"],
      ["error=401", 503, "server_error", "provider_key"],
      ["error=403", 400, "invalid_request_error", "provider_refused"],
      ["first=0 break=error-chunk after=0", 502, "server_error", "provider_broke_off"],
    ])("[[sandbox %s]] is a %d, streaming or not", async (directive, status, type, code) => {
      for (const stream of [false, true]) {
        const failure = await failureOf(ask(`Fail ${randomUUID()} [[sandbox ${directive}]]`, { stream }));
        expect(failure).toMatchObject({ status, type, code });
        expect(failure.message.length).toBeGreaterThan(20);
        expect(failure.headers?.get("retry-after") ?? null).toBe(directive.includes("retry-after") ? "7" : null);
        expect(failure.requestID).toMatch(/^[0-9a-f]{32}$/);
      }
    });

    it.each(["error-chunk", "eof", "cut"])("%s in mid-stream is an error after the words that came", async (how) => {
      const { openai } = world();
      const mark = randomUUID();
      const stream = await openai.chat.completions.create({
        model: MODEL,
        messages: user(`Fail ${mark} [[sandbox first=0 interval=2 tokens=50 break=${how} after=5]]`),
        stream: true,
      });
      const { text, error } = await textOf(stream);
      expect(text).toBe("the quick brown fox jumps ");
      expect(error).toMatchObject({ type: "server_error", code: "provider_broke_off" });
      expect(await failureOf(ask(`Fail [[sandbox first=0 interval=2 tokens=50 break=${how} after=5]]`))).toMatchObject({
        status: 502,
      });
    });

    it("lets the client's own retries help where waiting does", async () => {
      const { sandbox, ada, newKey, clientOf } = world();
      const patient = clientOf((await newKey(ada, ["chat"])).key, 2);
      const text = `Once busy ${randomUUID()}`;
      const completion = await patient.chat.completions.create({
        model: MODEL,
        messages: user(`${text} [[sandbox error=429 retry-after=1 times=1]]`),
      });
      expect(completion.choices[0]?.finish_reason).toBe("stop");
      const accepted = sandbox.log.calls().filter((call) => call.accepted.messages?.at(-1)?.content.startsWith(text));
      expect(accepted).toHaveLength(1);
    });

    it.each([
      ["an unknown model", { model: "no/such" }, 404, "model", "model_not_found"],
      ["tools", { tools: [{ type: "function", function: { name: "f" } }] }, 400, "tools", "unsupported_parameter"],
      ["two answers", { n: 2 }, 400, "n", "unsupported_parameter"],
      [
        "a picture",
        { messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "x" } }] }] },
        400,
        "messages[0].content[0]",
        "unsupported_parameter",
      ],
      ["a temperature of 9", { temperature: 9 }, 400, "temperature", "invalid_value"],
      ["no messages", { messages: [] }, 400, "messages", "invalid_value"],
      [
        "what is longer than the model reads",
        { model: "microsoft/phi-4", messages: user("word ".repeat(60_000)) },
        400,
        "messages",
        "context_length_exceeded",
      ],
    ])("%s is refused before anything is spent", async (_, more, status, param, code) => {
      const { sandbox } = world();
      const before = sandbox.log.entries().length;
      expect(await failureOf(ask("Hi", more))).toMatchObject({ status, param, code });
      expect(sandbox.log.entries().length).toBe(before);
    });

    it("knows no address but its own, and no JSON but JSON", async () => {
      const { product, keys } = world();
      const headers = { authorization: `Bearer ${keys[0]}`, "content-type": "application/json" };
      const at = async (path: string, init: RequestInit = {}) => {
        const response = await fetch(`${product.url}/api/v1${path}`, { headers, ...init });
        return { status: response.status, allow: response.headers.get("allow"), body: await response.json() };
      };
      const error = { error: { message: expect.any(String), type: "invalid_request_error", param: null } };
      expect(await at("/chat/completions")).toMatchObject({ status: 405, allow: "POST", body: error });
      expect(await at("/models", { method: "POST", body: "{}" })).toMatchObject({
        status: 405,
        allow: "GET",
        body: error,
      });
      expect(await at("/embeddings", { method: "POST", body: "{}" })).toMatchObject({ status: 404, body: error });
      for (const body of ["{", "[]", "null", '"x"'])
        expect(await at("/chat/completions", { method: "POST", body })).toMatchObject({ status: 400, body: error });
      const large = JSON.stringify({ messages: user("x".repeat(1_100_000)) });
      expect(await at("/chat/completions", { method: "POST", body: large })).toMatchObject({
        status: 413,
        body: { error: { code: "too_large", message: expect.stringContaining("larger than 1 MB") } },
      });
    });
  });
}
