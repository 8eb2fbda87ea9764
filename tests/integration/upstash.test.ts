import { createSilentLog, createUpstashCache, createUpstashLimits } from "@procode/adapters";
import { createUpstashSandbox, type UpstashSandbox } from "@procode/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RedisServer, startRedis } from "../product/start-redis.ts";
import { searchProgram } from "../runner/find-program.ts";
import { REDIS } from "../runner/programs.ts";

describe.skipIf(searchProgram(REDIS) === null)("Upstash's cache and limits against a real Redis", () => {
  let redis: RedisServer;
  let upstash: UpstashSandbox;
  beforeAll(async () => {
    redis = await startRedis();
    upstash = await createUpstashSandbox({ redisUrl: redis.url });
  });
  afterAll(async () => {
    await upstash?.close();
    await redis?.stop();
  });

  const patienceMs = 10_000;
  const log = createSilentLog();
  const cache = () =>
    createUpstashCache({ ...upstash, log, patienceMs, clock: { monotonicMs: () => performance.now() } });
  const limits = () => createUpstashLimits({ ...upstash, log, patienceMs, clock: { now: () => new Date() } });
  async function post(path: string, body: unknown, { token = upstash.token, base64 = false } = {}) {
    const headers = { authorization: `Bearer ${token}`, ...(base64 && { "Upstash-Encoding": "base64" }) };
    const response = await fetch(`${upstash.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as unknown };
  }
  const run = async (...command: (string | number)[]) => (await post("/", command)).body as { result?: unknown };

  it("a value comes back as it was, in another process too, lives as long as it was told to, and is removed for all", async () => {
    const value = { words: ["zażółć", "日本", "\u{1f600}"], n: 1.5, text: "42" };
    await cache().set("value", value, 60);
    expect(await cache().get("value")).toEqual(value);
    expect((await run("PTTL", "value")).result).toBeGreaterThan(55_000);
    await cache().remove("value");
    expect(await cache().get("value")).toBeNull();
    await cache().set("short", 1, 0.05);
    await expect.poll(() => cache().get("short")).toBeNull();
  });

  it("the limiter's script counts once for each of many processes at once, refuses past the rule, and is reset for all", async () => {
    const rule = { name: "login-account", points: 5, perSeconds: 600 };
    const results = await Promise.all(Array.from({ length: 12 }, () => limits().take(rule, "a@example.org")));
    expect(results.filter(({ allowed }) => allowed)).toHaveLength(5);
    expect(
      results
        .map(({ remaining }) => remaining)
        .toSorted((a, b) => b - a)
        .slice(0, 5),
    ).toEqual([4, 3, 2, 1, 0]);
    for (const { allowed, retryAfterSeconds } of results) expect(retryAfterSeconds > 0).toBe(!allowed);
    const keys = (await run("KEYS", "limit:*")).result as string[];
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.join()).not.toContain("example");
    await limits().reset(rule, "a@example.org");
    expect(await limits().take(rule, "a@example.org")).toMatchObject({ allowed: true, remaining: 4 });
  });

  it("a Redis that forgot the script gets it again, and a window that is over begins anew", async () => {
    const long = { name: "long", points: 1, perSeconds: 86_400 };
    const short = { name: "short", points: 1, perSeconds: 1 };
    expect((await limits().take(long, "k")).allowed).toBe(true);
    expect((await run("SCRIPT", "FLUSH")).result).toBe("OK");
    // A process that counted alone would let this one in.
    expect((await limits().take(long, "k")).allowed).toBe(false);
    await limits().take(short, "k");
    await expect
      .poll(async () => (await limits().take(short, "k")).allowed, { timeout: 5_000, interval: 100 })
      .toBe(true);
  });

  it("the door speaks as Upstash's does: base64 but for OK, pipelines, transactions, and errors in words", async () => {
    expect(await post("/", ["PING"], { token: "wrong" })).toMatchObject({
      status: 401,
      body: { error: expect.any(String) },
    });
    expect(await post("/", ["SET", "a", "ż"], { base64: true })).toEqual({ status: 200, body: { result: "OK" } });
    const encoded = Buffer.from("ż").toString("base64");
    expect((await post("/", ["MGET", "a", "none"], { base64: true })).body).toEqual({ result: [encoded, null] });
    expect(await post("/", ["INCR", "a"])).toEqual({
      status: 400,
      body: { error: "ERR value is not an integer or out of range" },
    });
    expect(
      (
        await post("/pipeline", [
          ["INCR", "n"],
          ["INCR", "a"],
          ["GET", "n"],
        ])
      ).body,
    ).toEqual([{ result: 1 }, { error: "ERR value is not an integer or out of range" }, { result: "1" }]);
    expect(
      (
        await post("/multi-exec", [
          ["INCR", "n"],
          ["GET", "n"],
        ])
      ).body,
    ).toEqual([{ result: 2 }, { result: "2" }]);
    expect(await post("/multi-exec", [["INCR", "n"], ["NOSUCH"]])).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("EXECABORT") },
    });
    expect(await run("GET", "n")).toEqual({ result: "2" });
    expect(await post("/", ["SUBSCRIBE", "a"])).toMatchObject({ status: 400 });
    expect(await post("/", "PING")).toMatchObject({ status: 400 });
  });

  it("a Redis that is away is no error: the cache is empty and this process counts", async () => {
    await redis.stop();
    const start = performance.now();
    expect(await cache().get("value")).toBeNull();
    expect(await limits().take({ name: "away", points: 2, perSeconds: 60 }, "k")).toMatchObject({ allowed: true });
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
