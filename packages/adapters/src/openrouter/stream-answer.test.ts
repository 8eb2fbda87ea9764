import { inspect } from "node:util";
import { ErrorReason } from "@procode/contracts";
import { NO_TRACER, ProcodeError } from "@procode/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { chunk, collect, END, EVENT_STREAM, NOW, serveWire } from "./testing/serve-wire.ts";

const answers =
  (...events: (string | Buffer)[]) =>
  (_: unknown, response: import("node:http").ServerResponse) => {
    response.writeHead(200, EVENT_STREAM);
    for (const event of events) response.write(event);
    response.end();
  };

test("a whole answer: id first, then text, then finish with tokens and exact cost", async () => {
  await using wire = await serveWire(answers(": OPENROUTER PROCESSING\n\n", chunk(""), chunk("Hel"), chunk("lo"), END));
  const { parts, error } = await collect(wire.provider);
  expect(error).toBeNull();
  expect(parts).toEqual([
    { type: "started", providerId: "gen-1", model: "vendor/model-0825" },
    { type: "text", text: "Hel" },
    { type: "text", text: "lo" },
    { type: "finished", finishReason: "stop", usage: { promptTokens: 12, completionTokens: 3, costUsd: "0.00000015" } },
  ]);
});

test("the request asks for a stream with usage and carries the messages as they are", async () => {
  await using wire = await serveWire(answers(chunk("x"), END));
  await collect(wire.provider, "zażółć");
  const { request, body } = wire.requests[0] ?? {};
  expect(request?.url).toBe("/api/v1/chat/completions");
  expect(request?.headers.authorization).toBe("Bearer sk-or-test");
  expect(JSON.parse(body ?? "")).toMatchObject({
    model: "vendor/model",
    stream: true,
    max_tokens: 50,
    usage: { include: true },
    messages: [
      { role: "system", content: [{ type: "text", text: "be kind" }] },
      { role: "user", content: "zażółć" },
    ],
  });
});

test("the request carries the trace of its call, and none where nothing is traced", async () => {
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const ended: unknown[] = [];
  const begin = () => ({ traceparent, note: () => undefined, end: (error?: unknown) => void ended.push(error) });
  for (const tracer of [{ ...NO_TRACER, begin }, NO_TRACER]) {
    await using wire = await serveWire(answers(chunk("x"), END), { tracer });
    await collect(wire.provider);
    expect(wire.requests[0]?.request.headers["traceparent"]).toBe(tracer === NO_TRACER ? undefined : traceparent);
  }
  expect(ended).toHaveLength(1);
});

test("how an answer is to be written goes with the request, and nothing that was not said", async () => {
  await using wire = await serveWire(answers(chunk("x"), END));
  const options = { temperature: 0, topP: 0.9, stop: ["a", "b"], seed: 7, presencePenalty: 1, frequencyPenalty: -1 };
  const request = { model: "vendor/model", messages: [{ role: "user" as const, content: "hi" }] };
  const { signal } = new AbortController();
  for await (const part of wire.provider.stream({ ...request, ...options, maxOutputTokens: 5, signal })) void part;
  for await (const part of wire.provider.stream({ ...request, signal })) void part;
  const [said, silent] = wire.requests.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  expect(said).toMatchObject({
    ...{
      temperature: 0,
      top_p: 0.9,
      stop: ["a", "b"],
      seed: 7,
      presence_penalty: 1,
      frequency_penalty: -1,
      max_tokens: 5,
    },
  });
  expect(Object.keys(silent ?? {}).toSorted()).toEqual(["messages", "model", "stream", "stream_options", "usage"]);
});

test("what came before a cut is told, however busy its reader was", async () => {
  const { promise: isCut, resolve: cut } = Promise.withResolvers<void>();
  await using wire = await serveWire((_, response) => {
    response.writeHead(200, EVENT_STREAM);
    response.once("close", () => cut());
    for (const word of ["one ", "two ", "three "]) response.write(chunk(word));
    setTimeout(() => {
      response.write(chunk("four "));
      setTimeout(() => response.destroy(), 20);
    }, 20);
  });
  const request = { model: "vendor/model", messages: [{ role: "user" as const, content: "hi" }], maxOutputTokens: 5 };
  let text = "";
  const reading = async () => {
    for await (const part of wire.provider.stream({ ...request, signal: new AbortController().signal })) {
      if (part.type === "text") text += part.text;
      // As while the first part is stored.
      await isCut;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await expect(reading()).rejects.toMatchObject({ details: { reason: "provider-broke-off" } });
  expect(text).toBe("one two three four ");
});

test("an answer without usage is whole, its cost unknown", async () => {
  await using wire = await serveWire(answers(chunk("x", { finish: "length" }), "data: [DONE]\n\n"));
  const { parts } = await collect(wire.provider);
  expect(parts.at(-1)).toEqual({
    type: "finished",
    finishReason: "length",
    usage: { promptTokens: null, completionTokens: null, costUsd: null },
  });
});

test("bytes may be cut anywhere: the text arrives whole, without U+FFFD, NUL or half an emoji", async () => {
  const family = "👨‍👩‍👧 zażółć 日本";
  const halves = [chunk("\ud83d"), chunk("\ude00\u0000")];
  const bytes = Buffer.from(chunk(family) + halves.join("") + END);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (size) => {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      await using wire = await serveWire(answers(...pieces));
      const { text, parts, error } = await collect(wire.provider);
      expect(error).toBeNull();
      expect(text).toBe(`${family}😀`);
      for (const part of parts) if (part.type === "text") expect(part.text.isWellFormed()).toBe(true);
    }),
    { numRuns: 15 },
  );
});

test.each([
  [401, {}, "UNAVAILABLE", "provider-key", undefined],
  [402, {}, "UNAVAILABLE", "provider-credit", undefined],
  [429, { "retry-after": "7" }, "LIMITED", "provider-busy", 7],
  [429, { "retry-after": new Date(NOW.getTime() + 90_000).toUTCString() }, "LIMITED", "provider-busy", 90],
  [429, { "x-ratelimit-reset": String(NOW.getTime() + 4_200) }, "LIMITED", "provider-busy", 5],
  [429, {}, "LIMITED", "provider-busy", undefined],
  [500, {}, "UNAVAILABLE", "provider-down", undefined],
  [503, { "retry-after": "30" }, "UNAVAILABLE", "provider-down", 30],
  [400, {}, "UNAVAILABLE", "provider-refused", undefined],
  [403, {}, "UNAVAILABLE", "provider-refused", undefined],
  [404, {}, "UNAVAILABLE", "provider-refused", undefined],
])("status %i %j becomes %s %s", async (status, headers, code, reason, retryAfterSeconds) => {
  await using wire = await serveWire((_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify({ error: { code: status, message: "vendor words" } }));
  });
  const { error, parts } = await collect(wire.provider, "my private words");
  expect(parts).toEqual([]);
  expect(error).toBeInstanceOf(ProcodeError);
  expect(error).toMatchObject({ code, details: { reason } });
  if (!(error instanceof ProcodeError)) throw error;
  expect(error.details.retryAfterSeconds).toBe(retryAfterSeconds);
  expect(ErrorReason.options).toContain(error.details.reason);
  expect(error.message).toMatch(/kept/);
  expect(error.message).not.toMatch(/please|oops|!/i);
  expect(wire.requests).toHaveLength(1);
});

test.each([
  [
    "an error object in mid-stream",
    [chunk("half"), chunk("", { error: { code: 502, message: "gone" }, finish: "error" })],
  ],
  ["an end without a finish", [chunk("half")]],
  ["a finish that says error", [chunk("half", { finish: "error" }), "data: [DONE]\n\n"]],
  ["a part that is no JSON", [chunk("half"), "data: {oops\n\n", END]],
])("%s is broken off and keeps the text so far", async (_, events) => {
  await using wire = await serveWire(answers(...events));
  const { text, error, parts } = await collect(wire.provider);
  expect(text).toBe("half");
  expect(parts[0]).toMatchObject({ type: "started" });
  expect(error).toMatchObject({ code: "UNAVAILABLE", details: { reason: "provider-broke-off" } });
});

test("a connection that breaks in mid-stream is broken off", async () => {
  await using wire = await serveWire((_, response) => {
    response.writeHead(200, EVENT_STREAM);
    response.write(chunk("half"), () => setTimeout(() => response.destroy(), 30));
  });
  const { text, error } = await collect(wire.provider);
  expect(text).toBe("half");
  expect(error).toMatchObject({ details: { reason: "provider-broke-off" } });
});

test("nobody at the address is provider-down", async () => {
  const wire = await serveWire(answers());
  await wire[Symbol.asyncDispose]();
  const { error } = await collect(wire.provider);
  expect(error).toMatchObject({ code: "UNAVAILABLE", details: { reason: "provider-down" } });
});

test("silence is stalled: before the headers, before the first word and after it", async () => {
  for (const events of [null, [], [chunk("half")]]) {
    const closed = Promise.withResolvers<void>();
    await using wire = await serveWire(
      (request, response) => {
        request.socket.once("close", closed.resolve);
        if (events === null) return;
        response.writeHead(200, { ...EVENT_STREAM, "x-generation-id": "gen-1" });
        response.flushHeaders();
        for (const event of events) response.write(event);
      },
      { stallMs: 300 },
    );
    const { error, text, parts } = await collect(wire.provider);
    expect(error).toMatchObject({ code: "UNAVAILABLE", details: { reason: "provider-stalled" } });
    expect(text).toBe(events?.length ? "half" : "");
    // By the id of the header even a call without a word is settled later.
    if (events) expect(parts[0]).toMatchObject({ type: "started", providerId: "gen-1" });
    await closed.promise;
  }
});

test("slow is not stalled as long as parts come", async () => {
  await using wire = await serveWire(
    (_, response) => {
      response.writeHead(200, EVENT_STREAM);
      let sent = 0;
      const timer = setInterval(() => {
        response.write(chunk("w"));
        sent += 1;
        if (sent < 6) return;
        clearInterval(timer);
        response.end(END);
      }, 60);
    },
    { stallMs: 200 },
  );
  expect(await collect(wire.provider)).toMatchObject({ error: null, text: "wwwwww" });
});

test("an abort throws its reason and closes the upstream socket within milliseconds", async () => {
  const closedAt = Promise.withResolvers<number>();
  await using wire = await serveWire((request, response) => {
    request.socket.once("close", () => closedAt.resolve(performance.now()));
    response.writeHead(200, EVENT_STREAM);
    response.write(chunk("half"));
  });
  const stop = new AbortController();
  const parts = wire.provider
    .stream({ model: "m", messages: [{ role: "user", content: "x" }], signal: stop.signal })
    [Symbol.asyncIterator]();
  expect((await parts.next()).value).toMatchObject({ type: "started" });
  expect((await parts.next()).value).toEqual({ type: "text", text: "half" });
  const waiting = parts.next();
  const abortedAt = performance.now();
  stop.abort(new Error("stopped by its reader"));
  await expect(waiting).rejects.toThrow("stopped by its reader");
  expect((await closedAt.promise) - abortedAt).toBeLessThan(500);
});

test("a signal that is aborted already makes no call; a reader that leaves closes the socket", async () => {
  const closed = Promise.withResolvers<void>();
  await using wire = await serveWire((request, response) => {
    request.socket.once("close", closed.resolve);
    response.writeHead(200, EVENT_STREAM);
    response.write(chunk("half"));
  });
  await collect(wire.provider, "x", AbortSignal.abort());
  expect(wire.requests).toHaveLength(0);
  const signal = new AbortController().signal;
  for await (const part of wire.provider.stream({ model: "m", messages: [{ role: "user", content: "x" }], signal })) {
    if (part.type === "text") break;
  }
  await closed.promise;
});

test("what a vendor or a person wrote never reaches the log or the error", async () => {
  const entries: unknown[] = [];
  const write = (message: string, fields?: object) => void entries.push({ message, ...fields });
  const log = { debug: write, info: write, warn: write, error: write, child: () => log };
  for (const status of [400, 200]) {
    await using wire = await serveWire(
      (_, response) => {
        response.writeHead(status, status === 200 ? EVENT_STREAM : { "content-type": "application/json" });
        response.end(
          status === 200
            ? "data: {vendor words\n\n"
            : JSON.stringify({ error: { code: 400, message: "vendor words" } }),
        );
      },
      { log },
    );
    const { error } = await collect(wire.provider, "private words");
    const everything = inspect([entries, error], { depth: null });
    expect(entries).not.toHaveLength(0);
    for (const word of ["vendor words", "private words", "sk-or-test"]) expect(everything).not.toContain(word);
  }
});
