import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { createSilentLog } from "../log/create-silent-log.ts";
import { createUpstashLimits } from "./create-upstash-limits.ts";

const RULE = { name: "login-account", points: 3, perSeconds: 600 };
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

/** Upstash's REST protocol with the one thing that the script of a fixed window does: it counts. */
async function upstash(behaviour: "counts" | "silent") {
  const counters = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (behaviour === "silent") return;
    const [verb, , , key = "", points] = JSON.parse(Buffer.concat(chunks).toString()).map(String);
    response.setHeader("content-type", "application/json");
    if (verb !== "evalsha") return response.end(JSON.stringify({ error: "unknown" }));
    if (key.endsWith(":*")) {
      for (const name of counters.keys()) if (name.startsWith(key.slice(0, -1))) counters.delete(name);
      return response.end(JSON.stringify({ result: 1 }));
    }
    counters.set(key, (counters.get(key) ?? 0) + 1);
    return response.end(JSON.stringify({ result: [counters.get(key), Number(points)] }));
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const limits = () =>
    createUpstashLimits({
      url,
      token: "t",
      clock: { now: () => new Date() },
      log: createSilentLog(),
      patienceMs: behaviour === "silent" ? 300 : 10_000,
    });
  return { limits, counters };
}

test("two processes share one counter, and a reset gives the points back to both", async () => {
  const { limits, counters } = await upstash("counts");
  const one = limits();
  const two = limits();
  const results = [];
  for (const process of [one, two, one, two]) results.push(await process.take(RULE, "a@example.org"));
  expect(results.map(({ allowed, remaining }) => [allowed, remaining])).toEqual([
    [true, 2],
    [true, 1],
    [true, 0],
    [false, 0],
  ]);
  expect(results[3]?.retryAfterSeconds).toBeGreaterThan(0);
  expect(results[3]?.retryAfterSeconds).toBeLessThanOrEqual(600);
  expect([...counters.keys()].join()).not.toContain("example");
  await two.reset(RULE, "a@example.org");
  expect(await two.take(RULE, "a@example.org")).toMatchObject({ allowed: true, remaining: 2 });
});

test("an Upstash that does not answer lets people in, counted by this process", async () => {
  const { limits } = await upstash("silent");
  const one = limits();
  const start = performance.now();
  expect(await one.take(RULE, "k")).toMatchObject({ allowed: true, remaining: 2 });
  expect(performance.now() - start).toBeLessThan(1_500);
});
