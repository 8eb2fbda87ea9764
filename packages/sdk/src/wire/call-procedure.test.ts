import type { ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createProcodeClient } from "../create-procode-client.ts";
import { isProcodeApiError, isProcodeConnectionError } from "../errors/is-procode-error.ts";
import { type Door, openDoor } from "../testing/open-door.ts";

let door: Door;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.close());

const client = (more = {}) => createProcodeClient({ baseUrl: door.url, apiKey: "pk_good", ...more });
const failureOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

/** The first requests get these answers, later ones the real one. */
function answerFirst(...answers: ((response: ServerResponse) => void)[]): void {
  door.before = (_, response) => {
    const answer = answers.shift();
    answer?.(response);
    return answer !== undefined;
  };
}
const gateway =
  (status: number, headers = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, { "content-type": "text/html", ...headers }).end("<h1>Nobody home</h1>");
const cut = (response: ServerResponse) => response.socket?.destroy();

describe("a call that may be repeated", () => {
  it.each([
    ["a cut", cut],
    ["a bare 502", gateway(502)],
    ["a 503", gateway(503)],
    ["a 504", gateway(504)],
    ["a 429 that says when", gateway(429, { "retry-after": "0" })],
  ])("comes through after %s, as a query", async (_, failure) => {
    answerFirst(failure, failure);
    expect(await client().trpc.conversations.list.query({})).toEqual({ conversations: [], nextCursor: null });
    expect(door.requests).toHaveLength(3);
  });

  it("is repeated as a mutation with a clientId, as the same message", async () => {
    answerFirst(gateway(503), cut);
    await client().chat.send({ text: "Hello" });
    expect(door.requests).toHaveLength(3);
    expect((await client().trpc.conversations.list.query({})).conversations).toHaveLength(1);
  });

  it("waits as long as the server asks", async () => {
    answerFirst(gateway(429, { "retry-after": "1" }));
    const startedMs = performance.now();
    await client().trpc.conversations.list.query({});
    expect(performance.now() - startedMs).toBeGreaterThan(990);
  });

  it("reads a date as well, by the server's own clock", async () => {
    const date = "Tue, 24 Nov 2026 09:00:00 GMT";
    answerFirst(gateway(503, { date, "retry-after": "Tue, 24 Nov 2026 09:05:00 GMT" }));
    expect(await failureOf(client().trpc.conversations.list.query({}))).toMatchObject({ retryAfterSeconds: 300 });
  });

  it("fails at once when the server asks for more patience than there is", async () => {
    answerFirst(gateway(429, { "retry-after": "3600" }));
    const error = await failureOf(client().trpc.conversations.list.query({}));
    expect(error).toMatchObject({ code: "LIMITED", status: 429, retryAfterSeconds: 3600 });
    expect(door.requests).toHaveLength(1);
  });

  it("fails with the last failure when patience is over", async () => {
    door.before = (_, response) => {
      cut(response);
      return true;
    };
    const error = await failureOf(client({ retry: { forSeconds: 0.5 } }).trpc.conversations.list.query({}));
    expect(isProcodeConnectionError(error)).toBe(true);
    expect(door.requests.length).toBeGreaterThan(1);
  });
});

describe("a call that may not", () => {
  it.each([
    ["a mutation without a clientId", () => client().trpc.context.update.mutate({ name: "Ada" }), gateway(503)],
    ["a mutation that was cut", () => client().trpc.context.update.mutate({ name: "Ada" }), cut],
    ["a refusal", () => client().trpc.conversations.list.query({}), gateway(403)],
    ["a failure inside", () => client().trpc.conversations.list.query({}), gateway(500)],
  ])("is sent once: %s", async (_, call, failure) => {
    answerFirst(failure);
    expect(await failureOf(call())).toBeInstanceOf(Error);
    expect(door.requests).toHaveLength(1);
  });
});

describe("a refusal", () => {
  it("names its code, reason, request and fields", async () => {
    const error = await failureOf(client().chat.send({ text: "  " }));
    expect(isProcodeApiError(error)).toBe(true);
    expect(error).toMatchObject({
      code: "INVALID",
      reason: "bad-input",
      status: 400,
      message: "Write something first.",
      fields: { text: "Write something first." },
      requestId: door.person.requestId,
    });
  });

  it("tells a wrong key and an unknown thing apart", async () => {
    expect(await failureOf(client({ apiKey: "pk_bad" }).trpc.conversations.list.query({}))).toMatchObject({
      code: "UNAUTHENTICATED",
      reason: "not-signed-in",
    });
    const conversationId = "00000000-0000-4000-8000-000000000000";
    expect(await failureOf(client().trpc.conversations.get.query({ conversationId }))).toMatchObject({
      code: "NOT_FOUND",
      reason: "no-such-thing",
    });
  });

  it.each([200, 404])("says so when what answers %d is not PROCODE", async (status) => {
    answerFirst(gateway(status));
    expect(await failureOf(client().trpc.conversations.list.query({}))).toMatchObject({
      reason: "not-procode",
      message: expect.stringContaining("Check baseUrl"),
    });
  });

  it("never holds the key", async () => {
    const error = await failureOf(client({ apiKey: "pk_secret\nline" }).trpc.conversations.list.query({}));
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).not.toContain("secret");
  });
});

describe("time", () => {
  const silent = () => undefined;

  it("ends an attempt that gets no answer, and the next one comes through", async () => {
    answerFirst(silent);
    expect(await client().trpc.conversations.list.query({}, { timeoutMs: 150 })).toMatchObject({ conversations: [] });
    expect(door.requests).toHaveLength(2);
  });

  it("ends a call at once by its signal, with the signal's reason, also while it waits for the next attempt", async () => {
    for (const failure of [silent, gateway(503, { "retry-after": "20" })]) {
      answerFirst(failure);
      const signal = AbortSignal.timeout(100);
      const startedMs = performance.now();
      const error = await failureOf(client().trpc.conversations.list.query({}, { signal }));
      expect(error).toBe(signal.reason);
      expect(performance.now() - startedMs).toBeLessThan(2_000);
    }
  });
});

describe("trpc", () => {
  it("can be returned from an async function, and refuses what is no call", async () => {
    expect(typeof (await Promise.resolve(client().trpc)).chat).toBe("function");
    expect(() => (client().trpc as unknown as { chat: { send: { poke(): void } } }).chat.send.poke()).toThrow(
      TypeError,
    );
  });

  it("subscribes, delivers with ids, completes, and leaves when it is told", async () => {
    const { trpc, chat } = client();
    const { generationId } = await chat.send({ text: "Hello" });
    const events: { id: string; type: string }[] = [];
    await new Promise<void>((onComplete, onError) => {
      trpc.chat.follow.subscribe(
        { generationId },
        { onData: ({ id, data }) => events.push({ id, type: data.type }), onError, onComplete },
      );
    });
    expect(events.at(-1)).toEqual({ id: "10", type: "done" });

    const failed = new Promise<Error>((onError) => {
      const generationId = "00000000-0000-4000-8000-000000000000";
      trpc.chat.follow.subscribe({ generationId }, { onData: () => undefined, onError });
    });
    expect(await failed).toMatchObject({ code: "NOT_FOUND" });
  });

  it("hears nothing any more after unsubscribe", async () => {
    const { generationId } = await client().chat.send({ text: "Hello" });
    let heard = 0;
    const ended = new Promise<void>((resolve) => {
      const count = () => heard++;
      client()
        .trpc.chat.follow.subscribe({ generationId }, { onData: count, onError: count, onComplete: count })
        .unsubscribe();
      setTimeout(resolve, 300);
    });
    await ended;
    expect(heard).toBe(0);
  });
});
