import { randomUUID } from "node:crypto";
import type { NewApiKey } from "@procode/contracts";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { followStream } from "../chaos/streams/follow-stream.ts";
import { problemsOfAnswer, quantile } from "../chaos/streams/judge-streams.ts";
import { runCuts } from "../chaos/streams/run-cuts.ts";
import { runDeaths } from "../chaos/streams/run-deaths.ts";
import { openSlowReader } from "../chaos/streams/open-slow-reader.ts";
import { openStage, type Stage } from "../chaos/streams/stage.ts";
import { type Browserless, openBrowserless } from "../product/open-browserless.ts";
import { openFleet } from "../product/open-fleet.ts";
import { memoryOf } from "../product/memory-of.ts";

let stage: Stage;
let stalled: Promise<{ asked: number; seen: Awaited<ReturnType<typeof follow>> }>;
beforeAll(async () => {
  stage = await openStage(await openFleet({ seed: 4, webs: 3, env: { LOG_LEVEL: "info" } }));
  // Thirty seconds of silence, while everything else here goes on.
  stalled = stall();
});
afterAll(() => stage?.fleet.close());

/** The same person at three processes. */
function seats(person = 0): [Browserless, Browserless, Browserless] {
  const [first, second, third] = stage.people[person] ?? [];
  if (!first || !second || !third) throw new Error("a stage has three processes");
  return [first, second, third];
}
const follow = (seat: Browserless, generationId: string) =>
  followStream({ generationId, seat: () => seat, cutAfter: () => null, withinMs: 60_000 });
const callsOf = (text: string) =>
  stage.fleet.models.log.calls().filter(({ accepted }) => accepted.messages?.at(-1)?.content === text);
const costsOf = (generationId: string) =>
  stage.fleet.database.query<{ costUsd: string | null; state: string }>(
    `SELECT cost_usd::text AS "costUsd", cost_state AS state FROM ai_responses WHERE generation_id = $1`,
    [generationId],
  );

async function stall() {
  const [first, second] = seats(3);
  const asked = performance.now();
  const { generationId } = await first.send("stall [[sandbox first=20 interval=5 tokens=90 break=stall after=30]]");
  return { asked, seen: await follow(second, generationId) };
}

it("S1: 60 cuts at random bytes, resumed in a process drawn anew, add up to the stored answer", async () => {
  const { answers, cuts, resumesMs } = await runCuts(stage, { seed: 4, cuts: 60 });
  expect(answers.flatMap(problemsOfAnswer)).toEqual([]);
  expect(cuts).toBe(60);
  expect(resumesMs.length).toBeGreaterThan(20);
  expect(quantile(resumesMs, 0.95)).toBeLessThan(500);
});

it("S3: what is left on one device is there on another, and cost once", async () => {
  const [here, there] = seats();
  const text = `left ${randomUUID()} [[sandbox first=10 interval=10 tokens=60]]`;
  const { generationId } = await here.send(text);
  await here.follow(generationId, { stopWhen: (seen) => seen.length > 20 });
  const seen = await follow(there, generationId);
  const [call, ...more] = callsOf(text);
  expect(more).toEqual([]);
  expect(seen.text).toBe(call?.ended?.text);
  expect(seen.message?.status).toBe("complete");
  const costs = await costsOf(generationId);
  expect(costs.map(({ costUsd }) => Number(costUsd))).toEqual([Number(call?.ended?.costUsd)]);
});

it("S4: stopped from another process after a resume there, the provider's socket closes within half a second", async () => {
  const [owner, second, third] = seats();
  const text = `stop ${randomUUID()} [[sandbox first=10 interval=15 tokens=900]]`;
  const { generationId } = await owner.send(text);
  const { lastEventId } = await owner.follow(generationId, { stopWhen: (seen) => seen.length > 30 });
  await second.follow(generationId, { lastEventId, stopWhen: (seen) => seen.length > 30 });
  const watching = follow(third, generationId);
  const asked = Date.now();
  await second.ask("chat.stop", { generationId }, "mutation");
  await vi.waitFor(() => expect(callsOf(text)[0]?.ended?.end).toBe("aborted"), { timeout: 3_000, interval: 10 });
  expect(Date.parse(callsOf(text)[0]?.ended?.at ?? "") - asked).toBeLessThan(500);
  const { message, text: shown } = await watching;
  expect(message).toMatchObject({ status: "stopped", text: shown });
  expect(callsOf(text)[0]?.ended?.text?.startsWith(shown)).toBe(true);
  await vi.waitFor(
    async () => {
      const [cost] = await costsOf(generationId);
      expect(cost?.state).toBe("reported");
      expect(Number(cost?.costUsd)).toBe(Number(callsOf(text)[0]?.ended?.costUsd));
    },
    { timeout: 20_000, interval: 250 },
  );
});

it("S5: the same client id, at three processes at once and again, is one message and one call", async () => {
  const text = `once ${randomUUID()} [[sandbox first=0 interval=0 tokens=3]]`;
  const input = { clientId: randomUUID(), text };
  const send = () => seats().map((seat) => seat.ask<{ generationId: string }>("chat.send", input, "mutation"));
  const sent = await Promise.all([...send(), ...send()]);
  sent.push(...(await Promise.all(send())));
  expect(new Set(sent.map((each) => JSON.stringify(each))).size).toBe(1);
  await follow(seats()[1], sent[0]?.generationId ?? "");
  expect(callsOf(text)).toHaveLength(1);
});

it("S7: a feed that goes on from before what is kept gets one resync", async () => {
  const [seat] = seats(2);
  const { generationId } = await seat.send("old [[sandbox first=0 interval=0 tokens=3]]");
  await follow(seat, generationId);
  await stage.fleet.database.query(
    `DELETE FROM domain_events e USING generations g WHERE g.id = $1 AND e.user_id = g.user_id`,
    [generationId],
  );
  const cut = new AbortController();
  const response = await seat.request(`/api/trpc/feed.watch?input=${encodeURIComponent("{}")}`, {
    signal: cut.signal,
    headers: { accept: "text/event-stream", "last-event-id": "0" },
  });
  const types: string[] = [];
  const late = setTimeout(() => cut.abort(), 1_500);
  try {
    for await (const chunk of response.body ?? [])
      types.push(
        ...[
          ...Buffer.from(chunk)
            .toString("utf8")
            .matchAll(/^data: \{"type":"(\w+)"/gm),
        ].map(([, type]) => type ?? ""),
      );
  } catch (error) {
    if (!cut.signal.aborted) throw error;
  } finally {
    clearTimeout(late);
  }
  expect(types).toEqual(["resync"]);
});

describe("S8: slow readers", () => {
  it("two hundred that read a kilobyte a second cost the process little, and each goes on where it was", async () => {
    const [seat] = seats();
    const web = stage.fleet.webs[0];
    if (!web) throw new Error("a stage has three processes");
    const text = `long [[sandbox first=0 interval=0 tokens=60000]]`;
    const { generationId } = await seat.send(text);
    const whole = await follow(seat, generationId);
    const { key } = await seat.ask<NewApiKey>("account.apiKeys.create", { name: "slow", scopes: ["chat"] }, "mutation");
    const before = await memoryOf(web.pid);
    const readers = await Promise.all(
      Array.from({ length: 200 }, () => openSlowReader(web.url, { key, generationId })),
    );
    await vi.waitFor(() => expect(readers.every(({ seen }) => seen() > 0)).toBe(true), { timeout: 20_000 });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const grown = (await memoryOf(web.pid)) - before;
    for (const { socket } of readers) socket.destroy();
    // A megabyte for each is the promise; what one waits for stands in memory once.
    expect(grown).toBeLessThan(200);
    const seen = await seat.follow(generationId, { lastEventId: "32768" });
    expect(whole.text.slice(0, 32_768) + seen.text).toBe(whole.message?.text);
  });
});

describe("S9: a provider that fails in mid-stream", () => {
  it.each(["error-chunk", "eof", "cut"])(
    "break=%s leaves the text interrupted, seen alike in another process",
    async (fault) => {
      const [owner, other] = seats();
      const text = `żółw 🐢 👩‍👩‍👧 ${fault} ${"🐢 żółw ".repeat(20)} [[sandbox echo split-utf8 first=10 interval=4 break=${fault} after=25]]`;
      const { generationId } = await owner.send(text);
      const seen = await follow(other, generationId);
      expect(seen.message).toMatchObject({ status: "interrupted", failure: { reason: "provider-broke-off" } });
      expect(seen.text).toBe(seen.message?.text);
      expect(seen.text.length).toBeGreaterThan(0);
      expect(seen.text).not.toContain("\uFFFD");
      expect(callsOf(text)[0]?.ended?.text?.startsWith(seen.text)).toBe(true);
    },
  );
});

describe("S11: a session or key that ends while its stream is open", () => {
  const long = "[[sandbox first=10 interval=20 tokens=400]]";

  it.each([
    ["revoked", (seat: Browserless) => seat.ask("account.signOutEverywhere", undefined, "mutation")],
    [
      "expired",
      async (_: Browserless, email: string) =>
        stage.fleet.database.query(
          "UPDATE sessions SET expires_at = now() - interval '1 second' WHERE user_id = (SELECT id FROM users WHERE email = $1)",
          [email],
        ),
    ],
  ])("a session that is %s ends it with unauthorized, and a new one goes on", async (_, end) => {
    const urls = stage.fleet.webs.map(({ url }) => url);
    const origin = stage.fleet.env["APP_URL"];
    const [here, there] = [openBrowserless(urls[0] ?? "", origin), openBrowserless(urls[1] ?? "", origin)];
    const { email, password } = await here.signUp();
    await there.logIn(email, password);
    const { generationId } = await here.send(`signed out ${long}`);
    let seen = "";
    const following = there.follow(generationId, {
      stopWhen: (text) => {
        seen = text;
        return false;
      },
    });
    const refused = expect(following).rejects.toThrow('"httpStatus":401');
    await vi.waitFor(() => expect(seen.length).toBeGreaterThan(20), { timeout: 10_000 });
    const endedMs = performance.now();
    await end(here, email);
    await refused;
    expect(performance.now() - endedMs).toBeLessThan(5_000);
    expect(await there.logIn(email, password)).toBe(true);
    const rest = await there.follow(generationId, { lastEventId: String(seen.length) });
    expect(seen + rest.text).toBe(rest.message?.text);
    expect(rest.message?.status).toBe("complete");
  });

  it("a key that is revoked ends it, and the web's own session does not", async () => {
    const [seat, other] = seats();
    const { key, id } = await seat.ask<NewApiKey>(
      "account.apiKeys.create",
      { name: "k", scopes: ["chat"] },
      "mutation",
    );
    const { generationId } = await seat.send(`key ${long}`);
    const script = openBrowserless(stage.fleet.webs[2]?.url ?? "", stage.fleet.env["APP_URL"]);
    const byKey: Browserless = {
      ...script,
      request: (path, init = {}) =>
        script.request(path, { ...init, headers: { ...(init.headers as object), authorization: `Bearer ${key}` } }),
    };
    const refused = expect(follow(byKey, generationId)).rejects.toThrow('"httpStatus":401');
    const watching = follow(other, generationId);
    await seat.ask("account.apiKeys.revoke", { keyId: id }, "mutation");
    const endedMs = performance.now();
    await refused;
    expect(performance.now() - endedMs).toBeLessThan(5_000);
    expect((await watching).message?.status).toBe("complete");
  });
});

it("S9: thirty seconds of silence end an answer as interrupted, with what came", async () => {
  const { asked, seen } = await stalled;
  expect(seen.message).toMatchObject({
    status: "interrupted",
    failure: { reason: "provider-stalled" },
    text: seen.text,
  });
  expect(seen.text.length).toBeGreaterThan(0);
  expect((seen.parts.at(-1)?.atMs ?? 0) - asked).toBeLessThan(40_000);
});

it("S2: 3 kills with -9: each answer goes on or is interrupted within five seconds, seen by all, counted once", async () => {
  const { answers, toldMs, interrupted } = await runDeaths(stage, { seed: 4, deaths: 3 });
  expect(answers.flatMap(problemsOfAnswer)).toEqual([]);
  expect(toldMs.length).toBeGreaterThan(3);
  expect(interrupted).toBeGreaterThan(0);
});
