import { createFaultProxy, type FaultProxy } from "@procode/sandbox";
import type { ModelPart } from "@procode/core";
import { USAGE } from "@procode/core/testing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createProcodeClient } from "../create-procode-client.ts";
import { type Door, openDoor } from "../testing/open-door.ts";
import type { StreamPart } from "./stream-part.ts";

let door: Door;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.close());

const client = (baseUrl = door.url, more = {}) => createProcodeClient({ baseUrl, apiKey: "pk_good", ...more });

async function collect(parts: AsyncIterable<StreamPart>) {
  const seen: StreamPart[] = [];
  let text = "";
  for await (const part of parts) {
    seen.push(part);
    if (part.type === "delta") text += part.text;
    if (part.type === "reset") text = part.text;
  }
  const last = seen.at(-1);
  if (last?.type !== "done") throw new Error("a stream ends with done");
  return { seen, text, ...last };
}

type Step = string | Promise<void> | Error | (() => Promise<void>);

/** An answer in steps: text, a wait, or the failure that ends it. */
function answer(...steps: Step[]) {
  return async function* (): AsyncGenerator<ModelPart> {
    yield { type: "started", providerId: "gen-1", model: "vendor/small" };
    for (const step of steps) {
      if (step instanceof Error) throw step;
      if (typeof step === "string") yield { type: "text", text: step };
      else await (typeof step === "function" ? step() : step);
    }
    yield { type: "finished", finishReason: "stop", usage: USAGE };
  };
}

const BROKEN = new Error("the provider broke off");
const tick = () => new Promise<void>((resolve) => setTimeout(resolve, 1));
const LONG = Array.from({ length: 120 }, (_, n) => `${n}: żółw 🐢👩‍👩‍👧 and more words. `);

describe("chat.stream", () => {
  it("gives the ids, the text, what it took, and the stored answer", async () => {
    const { seen, text, message } = await collect(client().chat.stream({ text: "Hello" }));
    expect(seen.map(({ type }) => type).filter((type) => type !== "delta")).toEqual(["start", "usage", "done"]);
    expect(text).toBe("An answer.");
    expect(message).toMatchObject({ status: "complete", text, createdAt: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(seen.at(-2)).toMatchObject({
      promptTokens: 12,
      completionTokens: 5,
      costUsd: "0.0112",
      model: "vendor/small",
    });
  });

  it("goes on in the same conversation", async () => {
    const { conversationId } = await collect(client().chat.stream({ text: "Hello" }));
    const second = await collect(client().chat.stream({ text: "And again", conversationId, model: "vendor/large" }));
    expect(second.conversationId).toBe(conversationId);
    expect(second.message.receipt?.model).toBe("vendor/large");
  });

  it("sends the key in a header and never in an address", async () => {
    await collect(client().chat.stream({ text: "Hello" }));
    expect(door.requests).toHaveLength(2);
    for (const { line, headers } of door.requests) {
      expect(line).not.toContain("pk_");
      expect(headers.authorization).toBe("Bearer pk_good");
    }
  });

  it("is one message when the answer to the sending was lost", async () => {
    door.before = (_, response) => {
      door.before = () => false;
      response.on("finish", () => response.destroy());
      response.writeHead = () => response.socket?.destroy() as never;
      return false;
    };
    await collect(client().chat.stream({ text: "Once" }));
    const sends = door.requests.filter(({ line }) => line.includes("chat.send"));
    expect(sends.length).toBeGreaterThan(1);
    expect(door.person.models.requests).toHaveLength(1);
  });

  let cuts = 0;
  it.each(Array.from({ length: 30 }, (_, index) => index + 1))(
    "adds up to the stored answer however often it is cut (seed %d)",
    async (seed) => {
      door.person.models.script = answer(...LONG.flatMap((text): Step[] => [text, tick]));
      const cut = { withinBytes: 20_000 };
      const proxy = await createFaultProxy({ target: { port: door.port }, seed, faults: { cut } });
      const { text, message, seen } = await collect(client(proxy.origin).chat.stream({ text: "Long" }));
      cuts += proxy.counts().cut;
      await proxy.close();
      expect(text).toBe(LONG.join(""));
      expect(message.text).toBe(text);
      expect(seen.filter(({ type }) => type === "reset")).toEqual([]);
      expect(door.person.models.requests).toHaveLength(1);
    },
  );

  it("was really cut", () => {
    expect(cuts).toBeGreaterThan(20);
  });

  it("comes back when the server was away for a while", async () => {
    const halfway = Promise.withResolvers<void>();
    door.person.models.script = answer("before ", halfway.promise, "after");
    const first = await createFaultProxy({ target: { port: door.port }, seed: 1 });
    let second: FaultProxy | undefined;
    const texts: string[] = [];
    for await (const part of client(first.origin).chat.stream({ text: "Hello" })) {
      if (part.type === "delta") texts.push(part.text);
      if (part.type !== "delta" || texts.length > 1) continue;
      await first.close();
      setTimeout(async () => {
        second = await createFaultProxy({ target: { port: door.port }, seed: 1, port: first.port });
        halfway.resolve();
      }, 700);
    }
    await second?.close();
    expect(texts.join("")).toBe("before after");
  });

  it("gives up with a ProcodeConnectionError when the server stays away", async () => {
    const never = Promise.withResolvers<void>();
    door.person.models.script = answer("before ", never.promise);
    const parts = client(door.url, { resume: { forSeconds: 0.5 } }).chat.stream({ text: "Hello" });
    await expect(async () => {
      for await (const { type } of parts) {
        if (type !== "delta") continue;
        never.resolve();
        await door.close();
      }
    }).rejects.toMatchObject({ name: "ProcodeConnectionError" });
  });

  it("replaces what was seen when the server kept less", async () => {
    const parts = [
      ["5", { type: "delta", text: "Hello" }],
      ["2", { type: "reset", text: "He" }],
      ["2", { type: "done", message: { status: "interrupted", text: "He", receipt: null, conversationId: "c" } }],
    ] as const;
    door.before = (request, response) => {
      if (!request.url?.includes("chat.follow")) return false;
      const from = request.url.includes("lastEventId") ? 1 : 0;
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const [id, data] of from === 0 ? parts.slice(0, 1) : parts.slice(1))
        response.write(`data: ${JSON.stringify(data)}\nid: ${id}\n\n`);
      response.end();
      return true;
    };
    const { text, message } = await collect(client().chat.stream({ text: "Hello" }));
    expect(text).toBe("He");
    expect(message.status).toBe("interrupted");
  });

  it("takes a silent line for a cut", async () => {
    let connections = 0;
    door.before = (request, response) => {
      if (!request.url?.includes("chat.follow") || connections++ > 0) return false;
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write('event: connected\ndata: {"reconnectAfterInactivityMs":100}\n\n');
      return true;
    };
    expect((await collect(client().chat.stream({ text: "Hello" }))).text).toBe("An answer.");
    expect(connections).toBe(2);
  });

  it("takes an end of the server without a last part for a cut", async () => {
    let connections = 0;
    door.before = (request, response) => {
      if (!request.url?.includes("chat.follow") || connections++ > 0) return false;
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end("event: return\ndata: \n\n");
      return true;
    };
    expect((await collect(client().chat.stream({ text: "Hello" }))).text).toBe("An answer.");
  });

  it("comes back after an error in mid-stream that passes, and throws one that does not", async () => {
    const fail = (httpStatus: number, reason: string) =>
      `event: serialized-error\ndata: ${JSON.stringify({ message: "No.", data: { httpStatus, details: { reason } } })}\n\n`;
    const answers = [fail(503, "database-away"), fail(404, "no-such-thing")];
    door.before = (request, response) => {
      if (!request.url?.includes("chat.follow")) return false;
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(answers.shift());
      return true;
    };
    await expect(collect(client().chat.stream({ text: "Hello" }))).rejects.toMatchObject({
      code: "NOT_FOUND",
      reason: "no-such-thing",
    });
    expect(answers).toEqual([]);
  });

  it("ends a failed answer with done, with the text so far", async () => {
    door.person.models.script = answer("Half", BROKEN);
    const { text, message } = await collect(client().chat.stream({ text: "Hello" }));
    expect(text).toBe("Half");
    expect(message.status).not.toBe("complete");
    expect(message.failure?.reason).toBeTruthy();
  });
});

describe("leaving a stream", () => {
  it.each([
    ["by its signal", (leave: AbortController) => leave.abort(new Error("enough")), true],
    ["by break", () => undefined, false],
  ])("%s closes the socket at once and lets the answer go on", async (_, leaveBy, throws) => {
    const rest = Promise.withResolvers<void>();
    door.person.models.script = answer("Half", rest.promise, ", and the rest");
    const leave = new AbortController();
    let generationId = "";
    const read = async () => {
      for await (const part of client().chat.stream({ text: "Hello", signal: leave.signal })) {
        if (part.type === "start") ({ generationId } = part);
        if (part.type !== "delta") continue;
        leaveBy(leave);
        if (!throws) break;
      }
    };
    if (throws) await expect(read()).rejects.toThrow("enough");
    else await read();
    await vi.waitFor(() => expect(door.person.answers.find(generationId)?.wakers.size).toBe(0));
    rest.resolve();
    expect((await collect(client().chat.follow({ generationId, after: 4 }))).text).toBe(", and the rest");
  });

  it("throws the signal's reason without any request when it was aborted before", async () => {
    const signal = AbortSignal.abort(new Error("never mind"));
    await expect(collect(client().chat.stream({ text: "Hello", signal }))).rejects.toThrow("never mind");
    expect(door.requests).toEqual([]);
  });

  it("with stopOnAbort also ends the answer, even before its ids are known", async () => {
    const held: (() => void)[] = [];
    door.person.models.script = ({ signal }) =>
      answer("Half", new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))))();
    door.before = (request, response) => {
      if (!request.url?.includes("chat.send")) return false;
      const end = response.end.bind(response);
      response.end = (...args: unknown[]) => {
        held.push(() => (end as (...all: unknown[]) => void)(...args));
        return response;
      };
      return false;
    };
    const leave = new AbortController();
    const reading = collect(client().chat.stream({ text: "Hello", signal: leave.signal, stopOnAbort: true }));
    await vi.waitFor(() => expect(held).toHaveLength(1));
    leave.abort(new Error("enough"));
    await expect(reading).rejects.toThrow("enough");
    expect(door.person.answers.size()).toBe(1);
    held[0]?.();
    await vi.waitFor(() => expect(door.person.answers.size()).toBe(0));
  });
});

describe("chat.text", () => {
  it("returns the whole answer", async () => {
    const answer = await client().chat.text({ text: "Hello" });
    expect(answer).toMatchObject({ text: "An answer.", usage: { completionTokens: 5 } });
    expect(answer.conversationId).toBe(answer.message.conversationId);
  });

  it("throws with the text so far when the answer is not complete", async () => {
    door.person.models.script = answer("Half", BROKEN);
    await expect(client().chat.text({ text: "Hello" })).rejects.toMatchObject({
      name: "ProcodeAnswerError",
      answer: { text: "Half" },
    });
  });
});
