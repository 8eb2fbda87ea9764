import { once } from "node:events";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createFaultProxy } from "@procode/sandbox";
import { afterEach, expect, test } from "vitest";
import { createExchange } from "./create-exchange.ts";

const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function listen(server: Server): Promise<{ port: number; root: string }> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  opened.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((closed) => server.close(closed));
  });
  const { port } = server.address() as AddressInfo;
  return { port, root: `http://127.0.0.1:${port}` };
}

/** A server that does this with every connection that has sent something. */
const raw = (act: (socket: Socket) => void) =>
  listen(createServer((socket) => void socket.once("data", () => act(socket))));
const http = (answer: RequestListener) => listen(createHttpServer(answer));
const post = (root: string, timeoutMs = 2_000, signal?: AbortSignal) =>
  createExchange(root)("/bot1:secret/sendMessage", JSON.stringify({ text: "zażółć" }), { timeoutMs, signal });

test("a whole answer with its status and what it says about waiting", async () => {
  const { root } = await http(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    response.writeHead(429, { "retry-after": "7" });
    response.end(JSON.stringify([request.method, request.url, request.headers["content-type"], body]));
  });
  expect(await post(`${root}/base/`)).toEqual({
    kind: "answered",
    status: 429,
    retryAfter: "7",
    body: JSON.stringify(["POST", "/base/bot1:secret/sendMessage", "application/json", '{"text":"zażółć"}']),
  });
});

test("a refused port, a name that is none and a connection that never stands: nothing was written", async () => {
  const { port } = await http(() => undefined);
  for (const close of opened.splice(0)) await close();
  expect(await post(`http://127.0.0.1:${port}`)).toEqual({ kind: "nothing", reason: "ECONNREFUSED" });
  expect(await post("http://no-such-name.invalid")).toMatchObject({
    kind: "nothing",
    reason: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/),
  });
});

test("a secure connection whose handshake fails or never ends: nothing was written", async () => {
  const seen: Buffer[] = [];
  const listenFor = (act: (socket: Socket) => void) =>
    listen(
      createServer((socket) =>
        socket.on("data", (bytes: Buffer) => {
          seen.push(bytes);
          act(socket);
        }),
      ),
    );
  const plain = await listenFor((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
  expect(await post(`https://127.0.0.1:${plain.port}`)).toMatchObject({ kind: "nothing" });
  const cut = await listenFor((socket) => socket.resetAndDestroy());
  expect(await post(`https://127.0.0.1:${cut.port}`)).toMatchObject({ kind: "nothing" });
  const silent = await listenFor(() => undefined);
  expect(await post(`https://127.0.0.1:${silent.port}`, 300)).toEqual({ kind: "nothing", reason: "no answer in time" });
  expect(seen.length).toBe(3);
  expect(Buffer.concat(seen).toString("latin1")).not.toContain("secret");
});

test.each<[string, (socket: Socket) => void]>([
  ["a reset", (socket) => socket.resetAndDestroy()],
  ["an end without a word", (socket) => socket.end()],
  ["half a head", (socket) => socket.end("HTTP/1.1 200 O")],
  ["half a body", (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"ok":true')],
  ["half a chunk", (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n50\r\n{"ok"')],
  ["no HTTP", (socket) => socket.end("hello")],
])("%s after the request was written: it may have been taken", async (_, act) => {
  const { root } = await raw(act);
  expect(await post(root)).toMatchObject({ kind: "lost" });
});

test("silence after the request, and an answer that never ends, are lost when their time is over", async () => {
  const silent = await raw(() => undefined);
  expect(await post(silent.root, 200)).toEqual({ kind: "lost", reason: "no answer in time" });
  const endless = await raw((socket) => void socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"));
  expect(await post(endless.root, 200)).toEqual({ kind: "lost", reason: "no answer in time" });
});

test("an abort closes the socket; before the request it writes nothing", async () => {
  const closed = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const { root } = await raw((socket) => {
    socket.once("close", () => closed.resolve());
    asked.resolve();
  });
  const stop = new AbortController();
  const waiting = post(root, 5_000, stop.signal);
  await asked.promise;
  stop.abort();
  expect(await waiting).toEqual({ kind: "lost", reason: "aborted" });
  await closed.promise;
  expect(await post(root, 5_000, AbortSignal.abort())).toEqual({ kind: "nothing", reason: "aborted" });
});

test("through the fault proxy: refused is nothing, accept-then-cut and a cut answer are lost", async () => {
  let taken = 0;
  const { port } = await http((_, response) => {
    taken += 1;
    response.end("{}");
  });
  const proxy = await createFaultProxy({ target: { port }, seed: 1, faults: { refuse: true } });
  opened.unshift(() => proxy.close());
  expect(await post(proxy.origin)).toMatchObject({ kind: "nothing" });
  expect(taken).toBe(0);
  await proxy.setFaults({ acceptThenCut: true });
  expect(await post(proxy.origin)).toMatchObject({ kind: "lost" });
  expect(taken).toBe(1);
  await proxy.setFaults({ cut: { afterBytes: 20 } });
  expect(await post(proxy.origin)).toMatchObject({ kind: "lost" });
  await proxy.setFaults({ blackhole: true });
  expect(await post(proxy.origin, 200)).toMatchObject({ kind: "lost" });
  await proxy.setFaults({ slice: { min: 1, max: 3 } });
  expect(await post(proxy.origin)).toMatchObject({ kind: "answered", body: "{}" });
});

test("a connection is used again, and one that the server left is not", async () => {
  const sockets: Socket[] = [];
  const { root } = await http((request, response) => {
    if (!sockets.includes(request.socket)) sockets.push(request.socket);
    response.end("{}");
  });
  const exchange = createExchange(root);
  const ask = () => exchange("/", "{}", { timeoutMs: 2_000 });
  expect(await ask()).toMatchObject({ kind: "answered" });
  expect(await ask()).toMatchObject({ kind: "answered" });
  expect(sockets).toHaveLength(1);
  const left = once(sockets[0] as Socket, "close");
  (sockets[0] as Socket).end();
  await left;
  expect(await ask()).toMatchObject({ kind: "answered" });
  expect(sockets).toHaveLength(2);
});
