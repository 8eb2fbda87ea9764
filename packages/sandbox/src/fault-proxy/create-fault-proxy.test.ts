import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createOpenRouterSandbox } from "../openrouter/create-openrouter-sandbox.ts";
import { ask, firstEnd } from "../testing/ask.ts";
import { createFaultProxy, type FaultProxy } from "./create-fault-proxy.ts";
import type { Faults } from "./faults.ts";

// An echo: what goes up comes down, so one look covers both directions.
let target: { port: number; received: () => number; close: () => Promise<void> };
const proxies: FaultProxy[] = [];
beforeEach(async () => {
  target = await startEcho();
});
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close();
  await target.close();
});

async function startEcho() {
  let received = 0;
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket
      .on("error", () => socket.destroy())
      .on("data", (bytes) => {
        received += bytes.length;
      });
    socket.pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No TCP address.");
  return {
    port: address.port,
    received: () => received,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

async function proxyWith(faults: Faults, seed = 1): Promise<FaultProxy> {
  const proxy = await createFaultProxy({ target, seed, faults });
  proxies.push(proxy);
  return proxy;
}

/** Sends bytes through the proxy and gives what came back and how it ended: null for a clean end, else the error's code. */
async function roundTrip(
  { port }: { port: number },
  bytes: Buffer,
): Promise<{ got: Buffer; reads: number; error: string | null }> {
  const parts: Buffer[] = [];
  const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  let error: string | null = null;
  socket.on("error", (problem) => {
    error = "code" in problem ? String(problem.code) : problem.message;
  });
  socket.on("data", (part: Buffer) => parts.push(part)).on("end", () => socket.end());
  socket.end(bytes);
  await new Promise((resolve) => socket.once("close", resolve));
  return { got: Buffer.concat(parts), reads: parts.length, error };
}

test("slicing, latency and jitter leave the bytes equal", async () => {
  const proxy = await proxyWith({});
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 1, maxLength: 3_000 }),
      fc.record({ min: fc.integer({ min: 1, max: 40 }), more: fc.integer({ min: 0, max: 400 }) }),
      fc.integer({ min: 0, max: 3 }),
      async (bytes, { min, more }, jitterMs) => {
        await proxy.setFaults({ slice: { min, max: min + more }, jitterMs });
        const { got, error } = await roundTrip(proxy, Buffer.from(bytes));
        expect(error).toBeNull();
        expect(got.equals(Buffer.from(bytes))).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
  expect(proxy.counts().slices).toBeGreaterThan(60);
});

test("latency delays both ways", async () => {
  const proxy = await proxyWith({ latencyMs: 60 });
  const startedAt = performance.now();
  await roundTrip(proxy, Buffer.from("hello"));
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(119);
});

test("a cut lets exactly its bytes through and then resets", async () => {
  const proxy = await proxyWith({ cut: { afterBytes: 1_000 } });
  const { got, error } = await roundTrip(proxy, Buffer.alloc(5_000, "x"));
  expect([got.length, error]).toEqual([1_000, "ECONNRESET"]);
  expect(proxy.counts()).toMatchObject({ cut: 1, bytesDown: 1_000 });
});

test("the same seed cuts and slices at the same places, another one elsewhere", async () => {
  const places = async (seed: number) => {
    const proxy = await proxyWith({ cut: { withinBytes: 4_000, chance: 0.5 }, slice: { min: 1, max: 500 } }, seed);
    const lengths = [];
    for (let count = 0; count < 8; count += 1)
      lengths.push((await roundTrip(proxy, Buffer.alloc(4_000, "x"))).got.length);
    return lengths;
  };
  const first = await places(42);
  expect(await places(42)).toEqual(first);
  expect(await places(43)).not.toEqual(first);
  expect(first).toContain(4_000);
  expect(new Set(first).size).toBeGreaterThan(2);
});

test("accept-then-cut: the target has everything, the client gets nothing", async () => {
  const proxy = await proxyWith({ acceptThenCut: true });
  const { got, error } = await roundTrip(proxy, Buffer.from("important"));
  expect([got.length, error, target.received()]).toEqual([0, "ECONNRESET", 9]);
  expect(proxy.counts().acceptedThenCut).toBe(1);
});

test("a black hole is silent, without an end, and gives everything once it is over", async () => {
  const proxy = await proxyWith({ blackhole: true });
  let isOver = false;
  const trip = roundTrip(proxy, Buffer.from("waiting")).finally(() => {
    isOver = true;
  });
  await expect.poll(() => proxy.counts().heldBack).toBeGreaterThan(0);
  expect([isOver, target.received()]).toEqual([false, 0]);
  await proxy.setFaults({});
  expect((await trip).got.toString()).toBe("waiting");
});

test("refuse closes the port and opens the same one again", async () => {
  const proxy = await proxyWith({});
  await proxy.setFaults({ refuse: true });
  expect((await roundTrip(proxy, Buffer.from("x"))).error).toBe("ECONNREFUSED");
  await proxy.setFaults({});
  expect((await roundTrip(proxy, Buffer.from("x"))).got.toString()).toBe("x");
});

test("a client that leaves is noticed by the target", async () => {
  const proxy = await proxyWith({});
  const socket = connect(proxy.port, "127.0.0.1");
  await once(socket, "connect");
  socket.write("x");
  await once(socket, "data");
  socket.destroy();
  await expect.poll(() => proxy.openConnections()).toBe(0);
});

test("a model's answer is cut at a byte: the client sees no end, and the sandbox bills what it wrote", async () => {
  const sandbox = await createOpenRouterSandbox({ defaults: { firstMs: 0, intervalMs: 5 } });
  const proxy = await createFaultProxy({ target: sandbox, seed: 1, faults: { cut: { afterBytes: 3_000 } } });
  const response = await ask({ url: `${proxy.origin}/api/v1` }, "[[sandbox tokens=100000]]", { model: "openai/gpt-5" });
  await expect(response.text()).rejects.toThrow();
  const end = await firstEnd(sandbox);
  expect(end.end).toBe("aborted");
  expect(end.completionTokens).toBeGreaterThan(5);
  await proxy.close();
  await sandbox.close();
});

test("an abort goes through the proxy at once", async () => {
  const sandbox = await createOpenRouterSandbox({ defaults: { firstMs: 0, intervalMs: 5 } });
  const proxy = await createFaultProxy({ target: sandbox, seed: 1, faults: { slice: { min: 1, max: 50 } } });
  const leave = new AbortController();
  const response = await ask({ url: `${proxy.origin}/api/v1` }, "[[sandbox tokens=100000]]", { signal: leave.signal });
  await response.body?.getReader().read();
  const leftAt = Date.now();
  leave.abort();
  expect(Date.parse((await firstEnd(sandbox)).at) - leftAt).toBeLessThan(500);
  await proxy.close();
  await sandbox.close();
});

test("faults that mean nothing are refused", async () => {
  await expect(createFaultProxy({ target, seed: 1, faults: { slice: { min: 0, max: 3 } } })).rejects.toThrow(/slice/);
  await expect(createFaultProxy({ target, seed: 1, faults: { cut: {} } })).rejects.toThrow(/cut/);
});
