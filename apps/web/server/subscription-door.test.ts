import { once } from "node:events";
import { createServer, type IncomingMessage, request as httpRequest, type Server } from "node:http";
import { connect, type Socket } from "node:net";
import { appRouter } from "@procode/api";
import { type Context, ProcodeError, sendMessage } from "@procode/core";
import { createTestContext, type TestContext, USAGE } from "@procode/core/testing";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { afterEach, expect, test } from "vitest";
import { createSubscriptionDoor, isSubscription } from "./subscription-door.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const PATH = "chat.follow";
type Door = (request: IncomingMessage, response: import("node:http").ServerResponse) => Promise<void>;

async function listen(door: Door): Promise<string> {
  const server = createServer((request, response) => void door(request, response));
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/${PATH}`;
}

const ours = (contextOf: () => Promise<Context>) => {
  const door = createSubscriptionDoor(contextOf);
  return listen((request, response) => door(request, response, PATH));
};
const tRpcs = (contextOf: () => Promise<Context>) =>
  listen((req, res) => nodeHTTPRequestHandler({ router: appRouter, req, res, path: PATH, createContext: contextOf }));

async function answered() {
  const ctx = await createTestContext().newPerson();
  const { generationId } = await sendMessage(ctx, { clientId: ctx.ids.next(), text: "Hello" });
  await ctx.untilIdle();
  return { ctx, generationId };
}

const read = async (url: string, headers: Record<string, string> = {}) => {
  const response = await fetch(url, { headers });
  const events = (await response.text()).split(/\n{2,}/).filter((event) => event !== "");
  return { status: response.status, type: response.headers.get("content-type"), events };
};
/** The text of the parts that came whole, and the id of the last of them. */
function partsOf(raw: string) {
  const whole = [...raw.matchAll(/^data: (\{"type":"delta".*\})\nid: (\d+)$/gm)];
  const text = whole.map(([, data]) => (JSON.parse(data ?? "") as { text: string }).text).join("");
  return { text, id: whole.at(-1)?.[2] ?? "0" };
}
const query = (input: unknown) => `?input=${encodeURIComponent(JSON.stringify(input))}`;

test.each<[string, (id: string) => string, Record<string, string>?, ((ctx: TestContext) => Promise<Context>)?]>([
  ["a whole answer", (generationId) => query({ generationId })],
  ["from where the address says", (generationId) => `${query({ generationId })}&lastEventId=3`],
  ["from where the header says", (generationId) => query({ generationId }), { "last-event-id": "3" }],
  ["an answer that does not exist", () => query({ generationId: "00000000-0000-7000-8000-00000000dead" })],
  ["an input that is wrong", () => query({ generationId: "no id" })],
  ["no input", () => ""],
  ["a guest", (generationId) => query({ generationId }), {}, async (ctx) => ctx.as({ kind: "guest" })],
  [
    "a database that is away",
    (generationId) => query({ generationId }),
    {},
    () => Promise.reject(new ProcodeError("UNAVAILABLE", "Away.", { reason: "database-away" })),
  ],
])("on the wire it is what tRPC would say: %s", async (_name, address, headers = {}, contextOf) => {
  const { ctx, generationId } = await answered();
  const asked = () => contextOf?.(ctx) ?? Promise.resolve(ctx);
  const [mine, theirs] = await Promise.all(
    [await ours(asked), await tRpcs(asked)].map((url) => read(url + address(generationId), headers)),
  );
  expect(mine).toEqual(theirs);
  expect(mine?.events.length).toBeGreaterThan(1);
});

test("an input that is no JSON is refused, and nothing breaks", async () => {
  const { ctx } = await answered();
  const { events } = await read(`${await ours(async () => ctx)}?input=%7B`);
  expect(events.at(-1)).toMatch(/^event: serialized-error\ndata: .*"httpStatus":400/);
});

test("a reader that leaves ends the following", async () => {
  const ctx = await createTestContext().newPerson();
  let left = false;
  ctx.models.script = async function* ({ signal }) {
    yield { type: "started", providerId: "gen-1", model: "vendor/small" };
    yield { type: "text", text: "first" };
    await once(signal, "abort");
  };
  const { generationId } = await sendMessage(ctx, { clientId: ctx.ids.next(), text: "Hello" });
  const url = await ours(async () => ctx);
  const asked = httpRequest(url + query({ generationId }));
  asked.end();
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  const [chunk] = (await once(response, "data")) as [Buffer];
  expect(chunk.toString()).toContain("connected");
  response.destroy();
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    left = ctx.answers.find(generationId)?.wakers.size === 0;
    if (left) resolve();
    else setImmediate(look);
  };
  look();
  await promise;
  expect(left).toBe(true);
  ctx.answers.find(generationId)?.abort.abort();
  await ctx.untilIdle();
});

test("S8: a reader that takes nothing never has a megabyte waiting for it, is cut, and goes on byte-equal where it was", async () => {
  const ctx = await createTestContext().newPerson();
  // More than the kernel takes for a reader that does not read.
  const text = Array.from({ length: 1_200_000 }, (_, index) => String(index).padStart(7, "0")).join("");
  ctx.models.script = async function* () {
    yield { type: "started", providerId: "gen-1", model: "vendor/small" };
    for (let at = 0; at < text.length; at += 1_000_000) yield { type: "text", text: text.slice(at, at + 1_000_000) };
    yield { type: "finished", finishReason: "stop", usage: USAGE };
  };
  const { generationId } = await sendMessage(ctx, { clientId: ctx.ids.next(), text: "Write a book." });
  await ctx.untilIdle();
  const door = createSubscriptionDoor(async () => ctx, { patienceMs: 300 });
  let most = 0;
  const url = await listen((request, response) => {
    const write = response.write.bind(response) as (chunk: string) => boolean;
    response.write = (chunk: string) => {
      const isTaken = write(chunk);
      most = Math.max(most, response.writableLength);
      return isTaken;
    };
    return door(request, response, PATH);
  });
  const { hostname, port } = new URL(url);
  const connected = once(servers.at(-1) ?? createServer(), "connection");
  const reader = connect(Number(port), hostname);
  reader.pause();
  await once(reader, "connect");
  reader.write(`GET /${PATH}${query({ generationId })} HTTP/1.1\r\nhost: x\r\n\r\n`);
  let raw = "";
  const [socket] = (await connected) as [Socket];
  if (!socket.closed) await once(socket, "close");
  for await (const chunk of reader.setEncoding("utf8")) raw += chunk as string;
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(1_000_000);
  const seen = partsOf(raw);
  expect(seen.text.length).toBeGreaterThan(0);
  expect(seen.text.length).toBeLessThan(text.length);
  expect(text.startsWith(seen.text)).toBe(true);
  const rest = await (
    await fetch(`${await ours(async () => ctx)}${query({ generationId })}&lastEventId=${seen.id}`)
  ).text();
  expect(text.slice(0, Number(seen.id)) + partsOf(rest).text === text).toBe(true);
});

test("only what can be followed is a subscription", () => {
  expect(isSubscription("chat.follow")).toBe(true);
  for (const path of ["chat.send", "constructor", "no.such", ""]) expect(isSubscription(path)).toBe(false);
});
