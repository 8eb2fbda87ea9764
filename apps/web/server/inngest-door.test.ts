import { once } from "node:events";
import { readdirSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { createTestContext } from "@procode/core/testing";
import { createJobsClient, serveJobs } from "@procode/jobs";
import { createInngestSandbox, signCall } from "@procode/sandbox";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { createInngestDoor, INNGEST_PATH } from "./inngest-door.ts";

const SIGNING_KEY = "signkey-test-0123456789abcdef0123456789abcdef0123456789abcdef";
const MINUTE_MS = 60_000;
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** The door in the SDK's cloud mode, before a stand-in for Inngest; `due` rows wait to be dropped. */
async function open({ isOpen = true } = {}) {
  const ctx = createTestContext();
  const sandbox = await createInngestSandbox({ signingKey: SIGNING_KEY });
  const appUrl = new URL("http://localhost");
  const keys = { signingKey: SIGNING_KEY, eventKey: "event-key", baseUrl: sandbox.origin };
  const client = createJobsClient({ kind: "inngest", ...keys, log: ctx.log });
  const handle = isOpen ? serveJobs(client, ctx, { origin: "https://procode.example", path: INNGEST_PATH }) : null;
  const door = createInngestDoor(ctx, { appUrl, handle });
  const server = createServer((request, response) => void door(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(
    () => server.closeAllConnections(),
    () => server.close(),
    () => sandbox.close(),
  );
  const { port } = server.address() as AddressInfo;
  const at = (query: string) => `http://127.0.0.1:${port}${INNGEST_PATH}${query}`;
  const send = (query: string, init: RequestInit) => fetch(at(query), init);

  /** A session that is over for longer than it is kept. */
  async function addDue(): Promise<void> {
    const { userId } = await ctx.newPerson();
    const session = { id: ctx.ids.next(), userId, userAgent: "old", address: "", expiresAt: ctx.clock.now() };
    await ctx.store.asSystem((tx) => tx.accounts.startSession(session));
    ctx.clock.advance(8 * 86_400_000);
  }
  const due = () => [...ctx.store.tables().sessions.values()].filter(({ userAgent }) => userAgent === "old").length;
  return { ctx, client, sandbox, port, send, addDue, due };
}

describe("the door for Inngest", () => {
  it("is driven by signed calls to the end of a function, and signs what it answers", async () => {
    const { sandbox, send, addDue, due } = await open();
    await addDue();
    const steps: Record<string, { type: "data"; data: unknown }> = {};
    const next = () => {
      const { query, init } = sandbox.call("procode-clean-up", { runId: "run-1", steps });
      return send(query, init);
    };
    let answer = await next();
    for (; answer.status === 206; answer = await next()) {
      expect(answer.headers.get("x-inngest-signature")).toMatch(/^t=\d+&s=[0-9a-f]{64}$/);
      const [step] = (await answer.json()) as { id: string; op: string; data: unknown }[];
      expect(step?.op).toBe("StepRun");
      expect(due()).toBe(0);
      steps[step?.id ?? ""] = { type: "data", data: step?.data };
    }
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ dropped: { sessions: 1, apiKeys: 0 } });
  });

  it("runs nothing a second time for a call that comes again, in whatever spelling and for whatever function", async () => {
    const { sandbox, send, addDue, due } = await open();
    const { query, init } = sandbox.call("procode-clean-up", { runId: "run-1" });
    expect((await send(query, init)).status).toBe(206);
    await addDue();
    const signature = (init.headers as Record<string, string>)["x-inngest-signature"] ?? "";
    const spelt = { "x-inngest-signature": `${signature.split("&").reverse().join("&")}&x=1` };
    const replays = [
      await send(query, init),
      await send(query, { ...init, headers: spelt }),
      await send(query.replace("clean-up", "prune-outbox"), init),
      await send(query, { ...init, body: JSON.stringify(JSON.parse(String(init.body)), null, 2) }),
    ];
    expect(replays.map(({ status }) => status)).toEqual([409, 409, 409, 409]);
    expect(due()).toBe(1);
  });

  it("lets one of many equal calls in that come at the same moment", async () => {
    const { sandbox, send } = await open();
    const { query, init } = sandbox.call("procode-clean-up", { runId: "run-1" });
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(query, init)));
    expect(answers.map(({ status }) => status).sort()).toEqual([206, 409, 409, 409, 409]);
  });

  it("refuses calls that are unsigned, stale, from ahead, or signed for something else, and runs nothing", async () => {
    const { sandbox, send, addDue, due, ctx } = await open();
    await addDue();
    const now = Date.now();
    const at = (ms: number) => sandbox.call("procode-clean-up", { runId: "run-1" }, ms);
    const { query, init } = at(now);
    const other = signCall({ another: "body" }, { signingKey: SIGNING_KEY, atMs: now });
    const foreign = signCall(JSON.parse(String(init.body)), { signingKey: SIGNING_KEY.replace("0", "1"), atMs: now });
    const answers = [
      await send(query, { method: "POST", body: String(init.body) }),
      await send(query, at(now - 6 * MINUTE_MS).init),
      await send(query, at(now + 6 * MINUTE_MS).init),
      await send(query, { ...init, headers: { "x-inngest-signature": other } }),
      await send(query, { ...init, headers: { "x-inngest-signature": foreign } }),
      await send(`${query}&probe=trust`, { method: "POST", body: String(init.body) }),
      await send("", { method: "PUT", body: "{}" }),
      await send("", { method: "GET" }),
      await send("", { method: "DELETE", headers: { "x-inngest-signature": other } }),
    ];
    expect(answers.slice(0, -1).map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401, 401, 401]);
    expect(answers.at(-1)?.ok).toBe(false);
    expect(due()).toBe(1);
    // A stranger fills no table either.
    expect(ctx.store.tables().jobCalls.size).toBe(0);
  });

  it("J11: whatever a stranger changes of a call that Inngest signed, nothing of it runs", async () => {
    const { sandbox, send, addDue, due, ctx } = await open();
    await addDue();
    const seconds = Math.floor(Date.now() / 1_000);
    const change = fc.record({
      what: fc.constantFrom("body", "time", "mark" as const),
      place: fc.nat({ max: 500 }),
      letter: fc.constantFrom(..."0123456789abcdef"),
    });
    await fc.assert(
      fc.asyncProperty(change, fc.uuid(), async ({ what, place, letter }, runId) => {
        const { query, init } = sandbox.call("procode-clean-up", { runId });
        const [body, signature] = [String(init.body), (init.headers as Record<string, string>)["x-inngest-signature"]];
        const [, mark = ""] = signature?.split("&s=") ?? [];
        const at = place % mark.length;
        const changed = {
          body: { body: body.replace(runId, `${runId}${letter}`), signature },
          time: { body, signature: signature?.replace(/t=\d+/, `t=${seconds - 100 + (place % 90)}`) },
          mark: { body, signature: `t=${seconds}&s=${mark.slice(0, at)}${letter}${mark.slice(at + 1)}` },
        }[what];
        fc.pre(changed.body !== body || changed.signature !== signature);
        const headers = { "x-inngest-signature": changed.signature ?? "" };
        expect((await send(query, { method: "POST", body: changed.body, headers })).status).toBe(401);
      }),
      { numRuns: 60 },
    );
    expect([due(), ctx.store.tables().jobCalls.size]).toEqual([1, 0]);
  });

  it("registers every function when Inngest asks for it, and sends events through Inngest's door", async () => {
    const { sandbox, send, client } = await open();
    const body = { url: "https://procode.example/api/inngest" };
    const headers = { "x-inngest-signature": signCall(body, { signingKey: SIGNING_KEY, atMs: Date.now() }) };
    expect((await send("", { method: "PUT", headers, body: JSON.stringify(body) })).status).toBe(200);
    expect(sandbox.registrations).toMatchObject([
      { authorization: expect.stringMatching(/^Bearer signkey-test-[0-9a-f]{64}$/), app: { appName: "procode" } },
    ]);
    const functions = sandbox.registrations[0]?.app["functions"] as { id: string; steps: object }[];
    const files = readdirSync(new URL("../../../packages/jobs/src/functions", import.meta.url));
    const own = files.filter((name) => !name.endsWith(".test.ts") && name !== "index.ts");
    const ids = new Set(functions.map(({ id }) => id));
    expect(ids.size).toBe(own.length);
    for (const id of ["procode-clean-up", "procode-deliver-proactive"]) expect(ids).toContain(id);
    expect(JSON.stringify(functions[0]?.steps)).toContain("https://procode.example/api/inngest?fnId=");
    await client.send({ id: "once", name: "a/b", data: { n: 1 } });
    await client.send({ id: "once", name: "a/b", data: { n: 1 } });
    expect(sandbox.events).toMatchObject([{ id: "once", name: "a/b", data: { n: 1 } }]);
  });

  it("is shut where the built-in executor drives: nobody outside runs anything", async () => {
    const { sandbox, send, addDue, due } = await open({ isOpen: false });
    await addDue();
    const { query, init } = sandbox.call("procode-clean-up", { runId: "run-1" });
    expect((await send(query, init)).status).toBe(401);
    expect(due()).toBe(1);
  });

  it("says 503 while the database is away, and the same call is not lost to Inngest's next try", async () => {
    const { ctx, sandbox, send } = await open();
    ctx.store.setAway(true);
    const { query, init } = sandbox.call("procode-clean-up", { runId: "run-1" });
    expect((await send(query, init)).status).toBe(503);
    ctx.store.setAway(false);
    expect((await send(query, init)).status).toBe(206);
  });

  it("reads nothing of an unsigned body", async () => {
    const { port } = await open();
    const socket = connect(port, "127.0.0.1");
    closers.push(() => socket.destroy());
    socket.write(`POST ${INNGEST_PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n\r\n{`);
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toContain("401 Unauthorized");
    await once(socket, "close");
  });
});
