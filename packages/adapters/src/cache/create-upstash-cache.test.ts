import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createSilentLog } from "../log/create-silent-log.ts";
import { createUpstashCache } from "./create-upstash-cache.ts";

type Answer = (command: string[]) => { result: unknown } | { error: string } | "never";
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

/** Upstash's REST protocol, as far as a cache needs it. */
async function upstash(answer: Answer, patienceMs = 10_000) {
  const commands: string[][] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const command: string[] = JSON.parse(Buffer.concat(chunks).toString()).map(String);
    commands.push(command);
    const result = answer(command);
    if (result === "never") return;
    const encoded =
      "result" in result && typeof result.result === "string"
        ? Buffer.from(result.result).toString("base64")
        : undefined;
    response.writeHead("error" in result ? 500 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(encoded === undefined ? result : { result: encoded }));
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const time = { ms: 0 };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cache = createUpstashCache({
    url,
    token: "t",
    clock: { monotonicMs: () => time.ms },
    log: createSilentLog(),
    patienceMs,
  });
  return { cache, commands, time };
}

test("a value goes to the wire as JSON with its life and comes back as it was", async () => {
  const kept = new Map<string, string>();
  const { cache, commands } = await upstash(([verb, key = "", value = ""]) => {
    if (verb === "set") kept.set(key, value);
    return { result: verb === "get" ? (kept.get(key) ?? null) : "OK" };
  });
  await cache.set("k", { words: ["zażółć", "日本"], n: 1.5 }, 60);
  expect(commands[0]?.slice(0, 2)).toEqual(["set", "k"]);
  expect(commands[0]?.slice(3)).toEqual(["px", "60000"]);
  expect(await cache.get("k")).toEqual({ words: ["zażółć", "日本"], n: 1.5 });
  expect(await cache.get("other")).toBeNull();
});

test("text that looks like a number stays text", async () => {
  const { cache } = await upstash(() => ({ result: JSON.stringify("42") }));
  expect(await cache.get("k")).toBe("42");
});

test("an error never throws, and the cache rests before it is asked again", async () => {
  const { cache, commands, time } = await upstash(() => ({ error: "ERR" }));
  expect(await cache.get("k")).toBeNull();
  await cache.set("k", 1, 60);
  expect(commands).toHaveLength(1);
  await cache.remove("k");
  expect(commands).toHaveLength(2);
  time.ms += 2_001;
  expect(await cache.get("k")).toBeNull();
  expect(commands).toHaveLength(3);
});

test("a cache that answers too late counts as away", async () => {
  const { cache } = await upstash(() => "never", 300);
  const start = performance.now();
  expect(await cache.get("k")).toBeNull();
  expect(performance.now() - start).toBeLessThan(1_500);
});
