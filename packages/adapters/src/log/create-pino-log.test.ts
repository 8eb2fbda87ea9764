import fc from "fast-check";
import { expect, test } from "vitest";
import { createPinoLog } from "./create-pino-log.ts";

const CANARY = "c4n4ry-3f9a1b7e5d2c";
const OPENROUTER = `sk-or-v1-${CANARY}00000000`;
const OWN_KEY = `pk_live_${CANARY}`;
const BOT = "123456789:AAF_c4n4ry-3f9a1b7e5d2c00000000000000";
const DATABASE = `postgresql://app:${CANARY}@db.internal:5432/procode`;
const JWT = `eyJhbGciOiJIUzI1NiJ9.${CANARY}.c2ln`;
const EXACT = "exact-canary-without-a-shape";
const LEVELS = ["debug", "info", "warn", "error"] as const;

function capture(pretty = false) {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return {
    log: createPinoLog({ level: "debug", pretty, secrets: [EXACT], destination }),
    written: () => lines.join(""),
  };
}

function expectNoCanary(written: string) {
  expect(written).not.toBe("");
  for (const canary of [CANARY, "c4n4ry", EXACT]) expect(written).not.toContain(canary);
}

const vendorError = Object.assign(
  new Error(`401 from https://x.y/?token=${CANARY}: ${OPENROUTER}`, { cause: new Error(DATABASE) }),
  {
    requestBodyValues: { messages: [{ content: CANARY }] },
    responseHeaders: { "set-cookie": [`session=${CANARY}`] },
  },
);
const secrets: Record<string, unknown> = {
  headers: { Authorization: `Bearer ${CANARY}`, cookie: `a=${CANARY}`, "Set-Cookie": [CANARY], "x-api-key": CANARY },
  password: CANARY,
  passwordHash: CANARY,
  apiKey: CANARY,
  METRICS_TOKEN: CANARY,
  NEXTAUTH_SECRET: CANARY,
  ENCRYPTION_KEYS: `1:${CANARY}`,
  note: `keys ${OPENROUTER}, ${OWN_KEY} and ${BOT}, or ${EXACT}`,
  list: [DATABASE, JWT, `Basic ${CANARY}`, new URL(DATABASE)],
  fetched: new Headers({ authorization: `Bearer ${CANARY}` }),
  map: new Map([["any", { token: CANARY }]]),
  error: vendorError,
  many: new AggregateError([vendorError], CANARY.slice(0, 0)),
};

test.each(LEVELS)("no secret leaves at level %s, wherever it hides", (level) => {
  for (const pretty of [false, true]) {
    const { log, written } = capture(pretty);
    log[level](`calling with Bearer ${CANARY} on ${DATABASE}`, secrets);
    log
      .child({ token: CANARY, request: secrets })
      .child({ bot: BOT })
      [level]("deeper", { a: { b: { c: [{ d: secrets }] } } });
    expectNoCanary(written());
  }
});

test("a secret stays hidden at any depth and beside any neighbours", () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 12 }), fc.json(), (path, neighbour) => {
      const { log, written } = capture();
      log.info("nested", {
        neighbour,
        deep: path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), { password: CANARY, text: OPENROUTER }),
      });
      expectNoCanary(written());
    }),
    { numRuns: 200 },
  );
});

test("what is no secret is kept: counts of tokens, times, causes, plain addresses", () => {
  const { log, written } = capture();
  const at = new Date("2026-11-12T08:14:00Z");
  const error = Object.assign(new Error("broken pipe", { cause: new Error("ECONNRESET") }), { code: "EPIPE" });
  log
    .child({ requestId: "r1" })
    .warn("answer failed", { promptTokens: 12, firstToken: 7, at, url: "http://127.0.0.1:3000/a:b", error });
  expect(JSON.parse(written())).toMatchObject({
    level: "warn",
    msg: "answer failed",
    requestId: "r1",
    promptTokens: 12,
    firstToken: 7,
    at: at.toISOString(),
    url: "http://127.0.0.1:3000/a:b",
    error: { type: "Error", message: "broken pipe", code: "EPIPE", cause: { message: "ECONNRESET" } },
  });
});

test("circles end, and hostile lengths cost no time", () => {
  const { log, written } = capture();
  const circle: Record<string, unknown> = { name: "circle" };
  circle["self"] = circle;
  const start = performance.now();
  log.info("circle", { circle, long: "a.".repeat(200_000), tokens: "eyJ-".repeat(100_000) });
  expect(performance.now() - start).toBeLessThan(500);
  expect(written().length).toBeLessThan(20_000);
});

test("entries below the level are not written", () => {
  const lines: string[] = [];
  const log = createPinoLog({ level: "warn", destination: { write: (line) => void lines.push(line) } });
  log.info("quiet");
  log.error("loud");
  expect(lines).toHaveLength(1);
});

test("a line names the trace of the stage that wrote it, and none outside of one", () => {
  const lines: string[] = [];
  let traceId: string | null = "0af7651916cd43dd8448eb211c80319c";
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createPinoLog({ level: "info", destination, traceId: () => traceId }).child({ requestId: "r1" });
  log.info("within");
  traceId = null;
  log.info("outside");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ requestId: "r1", traceId: "0af7651916cd43dd8448eb211c80319c" });
  expect(JSON.parse(lines[1] ?? "")).not.toHaveProperty("traceId");
});
