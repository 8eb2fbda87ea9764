import { NO_TRACER, ProcodeError, type Log } from "@procode/core";
import { createOtlpSandbox, type OtlpSandbox } from "@procode/sandbox";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createSystemClock } from "../clock/create-system-clock.ts";
import { createOtlpTracer, type OtlpTracer, type OtlpTracerOptions } from "./create-otlp-tracer.ts";
import { readTraceparent, writeTraceparent } from "./traceparent.ts";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const CARRIED = `00-${TRACE_ID}-b7ad6b7169203331-01`;
const LEFT_OUT = `00-${TRACE_ID}-b7ad6b7169203331-00`;
let collector: OtlpSandbox;
let warnings: string[];

beforeAll(async () => {
  collector = await createOtlpSandbox();
});
afterAll(() => collector?.close());
beforeEach(() => {
  warnings = [];
  collector.answer(200);
});

function openTracer(change: Partial<OtlpTracerOptions> = {}): OtlpTracer {
  const ignore = () => undefined;
  const warn = (message: string) => void warnings.push(message);
  const log: Log = { debug: ignore, info: ignore, warn, error: ignore, child: () => log };
  return createOtlpTracer({
    ...{ endpoint: collector.url, headers: {}, serviceName: "test", instanceId: crypto.randomUUID() },
    ...{ sampler: { name: "parentbased_always_on", ratio: 1 }, clock: createSystemClock(), log, gatherMs: 10 },
    ...change,
  });
}

/** What a tracer of its own handed over. */
async function handedOver(work: (tracer: OtlpTracer) => Promise<unknown>, change: Partial<OtlpTracerOptions> = {}) {
  const instanceId = crypto.randomUUID();
  const tracer = openTracer({ ...change, instanceId });
  await work(tracer);
  await tracer.stop(5_000);
  return collector.spans().filter(({ instance }) => instance === instanceId);
}

describe("stages", () => {
  test("stand within each other, also across waits, and side by side ones do not mix", async () => {
    const spans = await handedOver((tracer) =>
      Promise.all(
        ["a", "b"].map((name) =>
          tracer.span(name, {}, async () => {
            await Promise.resolve();
            await tracer.span(`within ${name}`, { attempt: 1, model: null }, async () => undefined);
          }),
        ),
      ),
    );
    const one = (name: string) => spans.find((span) => span.name === name);
    expect(spans).toHaveLength(4);
    for (const name of ["a", "b"]) {
      expect(one(name)?.parentSpanId).toBeNull();
      expect(one(`within ${name}`)).toMatchObject({ parentSpanId: one(name)?.spanId, traceId: one(name)?.traceId });
    }
    expect(one("a")?.traceId).not.toBe(one("b")?.traceId);
    expect(one("within a")?.attributes).toEqual({ "procode.attempt": 1 });
    expect(one("a")?.service).toBe("test");
  });

  test("go on with what a row carries, begin a trace under an id, and outside of any there is none", async () => {
    const seen: (string | null)[] = [];
    const spans = await handedOver(async (tracer) => {
      seen.push(tracer.traceId(), tracer.traceparent());
      await tracer.span("carried", {}, async () => void seen.push(tracer.traceId()), { traceparent: CARRIED });
      await tracer.within({ traceId: "1".repeat(32) }, async () => {
        seen.push(tracer.traceId(), tracer.traceparent());
        await tracer.span("begun", {}, async () => undefined);
      });
      await tracer.span("new", {}, async () => undefined, { traceparent: null });
    });
    expect(seen).toEqual([null, null, TRACE_ID, "1".repeat(32), null]);
    const one = (name: string) => spans.find((span) => span.name === name);
    expect(one("carried")).toMatchObject({ traceId: TRACE_ID, parentSpanId: "b7ad6b7169203331" });
    expect(one("begun")).toMatchObject({ traceId: "1".repeat(32), parentSpanId: null });
    expect(one("new")?.parentSpanId).toBeNull();
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(3);
  });

  test("that fail tell the reason and not a word of the error, which goes on to whoever asked", async () => {
    const failing = (tracer: OtlpTracer, error: unknown) =>
      expect(
        tracer.span("failing", {}, async () => {
          throw error;
        }),
      ).rejects.toBe(error);
    const spans = await handedOver(async (tracer) => {
      await failing(tracer, new ProcodeError("NOT_FOUND", "Ada's secret diary is gone.", { reason: "no-such-thing" }));
      await failing(tracer, new TypeError("Ada's secret diary is no string"));
    });
    expect(spans.map(({ failed }) => failed).sort()).toEqual(["TypeError", "no-such-thing"]);
    expect(collector.bodies().join()).not.toContain("diary");
  });

  test("of a trace that was left out where it began are left out here, and say so to the next one", async () => {
    const next: (string | null)[] = [];
    const spans = await handedOver((tracer) =>
      tracer.span("carried", {}, async ({ traceparent }) => void next.push(traceparent), { traceparent: LEFT_OUT }),
    );
    expect(spans).toEqual([]);
    expect(next[0]).toMatch(new RegExp(`^00-${TRACE_ID}-[0-9a-f]{16}-00$`));
  });

  test.each([
    ["always_off", 1, 0],
    ["parentbased_always_off", 1, 0],
    ["traceidratio", 0, 0],
    ["parentbased_traceidratio", 1, 1],
    ["always_on", 0, 1],
  ] as const)("are kept as the sampler %s says, of a share of %i", async (name, ratio, kept) => {
    const spans = await handedOver((tracer) => tracer.span("one", {}, async () => undefined), {
      sampler: { name, ratio },
    });
    expect(spans).toHaveLength(kept);
  });
});

describe("a collector", () => {
  test.each([
    ["away", "http://127.0.0.1:9", 200],
    ["refusing", null, 400],
    ["failing", null, 503],
    ["silent", null, null],
  ] as const)("that is %s fails nobody and is waited for by nobody", async (_, endpoint, status) => {
    collector.answer(status);
    const tracer = openTracer(endpoint === null ? {} : { endpoint });
    for (let count = 1; count <= 1_000; count++) expect(await tracer.span("one", {}, async () => count)).toBe(count);
    // The collector is not asked about any of it, nor is its end waited for.
    await tracer.stop(50);
  });

  test("that is silent for long gets what fits into the line, and the rest is lost", async () => {
    collector.answer(null);
    const spans = await handedOver(async (tracer) => {
      for (let count = 0; count < 10_000; count++) tracer.begin("one", {}).end();
      collector.answer(200);
    });
    expect(spans.length).toBeGreaterThan(1_000);
    // And the batch that was on its way.
    expect(spans.length).toBeLessThanOrEqual(2_048 + 256);
  });

  test("that comes back gets what is new; that it was away is told once", async () => {
    collector.answer(400);
    const spans = await handedOver(async (tracer) => {
      await tracer.span("lost", {}, async () => undefined);
      await vi.waitFor(() => expect(warnings).toHaveLength(1), { timeout: 10_000 });
      collector.answer(200);
      await tracer.span("kept", {}, async () => undefined);
    });
    expect(spans.map(({ name }) => name)).toEqual(["kept"]);
  });
});

test("a traceparent is read as it was written, and nothing else is one", () => {
  const hex = (length: number) =>
    fc
      .array(fc.integer({ min: 0, max: 15 }), { minLength: length, maxLength: length })
      .map((digits) => digits.map((digit) => digit.toString(16)).join(""))
      .filter((text) => !/^0+$/.test(text));
  fc.assert(
    fc.property(hex(32), hex(16), fc.integer({ min: 0, max: 1 }), (traceId, spanId, traceFlags) => {
      const read = readTraceparent(writeTraceparent({ traceId, spanId, traceFlags }));
      expect(read).toEqual({ traceId, spanId, traceFlags, isRemote: true });
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => readTraceparent(text) === null));
  for (const none of [null, "", CARRIED.toUpperCase(), `${CARRIED}-00`, CARRIED.replace(TRACE_ID, "0".repeat(32))])
    expect(readTraceparent(none)).toBeNull();
});

test("off, work is called and nothing else happens", async () => {
  const { span, begin, within, traceparent, traceId } = NO_TRACER;
  expect(await span("one", {}, async (stage) => stage.traceparent ?? "none")).toBe("none");
  expect(begin("one", {})).toBe(begin("two", {}));
  expect(within({ traceId: TRACE_ID }, () => traceId())).toBeNull();
  expect(traceparent()).toBeNull();
});
