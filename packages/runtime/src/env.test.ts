import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { readEnv, requireComplete } from "./env.ts";
import { EnvError } from "./env-error.ts";

const SECRET = "mZ8vQ2rT6yLpX4cN9wKdB3hJ7sFgA1eU5iRo0tVx";
const KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => index * 7)).toString("base64");
const OLD_KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index * 5)).toString("base64");
const DATABASE = {
  DATABASE_URL: "postgresql://procode_app:pw@db:5432/procode",
  DATABASE_SYSTEM_URL: "postgresql://procode_system:pw@db:5432/procode",
};
const PRODUCTION = { NODE_ENV: "production", ...DATABASE, NEXTAUTH_SECRET: SECRET, ENCRYPTION_KEYS: `k1:${KEY}` };

const folder = mkdtempSync(join(tmpdir(), "procode-env-"));
afterAll(() => rmSync(folder, { recursive: true }));

function problemsOf(source: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
  return {};
}

test("an empty environment is a demo on loopback", () => {
  const env = readEnv({});
  expect(env).toMatchObject({
    host: "127.0.0.1",
    port: 3000,
    appUrl: "http://localhost:3000",
    trustedProxies: [],
    database: null,
    nextAuthSecret: null,
    encryptionKeys: null,
    openRouter: { apiKey: null, baseUrl: "https://openrouter.ai/api/v1", demo: true },
    upstash: null,
    logLevel: "debug",
    secrets: [],
  });
  expect(() => requireComplete(env)).toThrow(EnvError);
});

test("a full production environment is read as it stands", () => {
  const env = requireComplete(
    readEnv({
      ...PRODUCTION,
      ENCRYPTION_KEYS: `new:${KEY}, old:${OLD_KEY}`,
      PORT: "8080",
      HOST: "0.0.0.0",
      APP_URL: "https://procode.example/",
      TRUSTED_PROXIES: "10.0.0.0/8, ::1,192.168.1.7",
      OPENROUTER_API_KEY: "sk-or-v1-abc",
      UPSTASH_REDIS_REST_URL: "https://eu1.upstash.io",
      UPSTASH_REDIS_REST_TOKEN: "upstash-token",
    }),
  );
  expect(env.encryptionKeys).toBe(`new:${KEY},old:${OLD_KEY}`);
  expect(env).toMatchObject({
    mode: "production",
    port: 8080,
    appUrl: "https://procode.example",
    trustedProxies: ["10.0.0.0/8", "::1", "192.168.1.7"],
    database: { appUrl: DATABASE.DATABASE_URL, directUrl: DATABASE.DATABASE_URL, replicaUrl: null },
    openRouter: { demo: false },
    upstash: { url: "https://eu1.upstash.io", token: "upstash-token" },
    logLevel: "info",
  });
  expect(env.secrets).toEqual(
    expect.arrayContaining([SECRET, KEY, OLD_KEY, "pw", "sk-or-v1-abc", "upstash-token", DATABASE.DATABASE_SYSTEM_URL]),
  );
});

test.each([
  [{}, ["NEXTAUTH_SECRET", "ENCRYPTION_KEYS"]],
  [{ NEXTAUTH_SECRET: "short", ENCRYPTION_KEYS: `k:${KEY}` }, ["NEXTAUTH_SECRET"]],
  [{ NEXTAUTH_SECRET: "secret-secret-secret-secret-secret", ENCRYPTION_KEYS: `k:${KEY}` }, ["NEXTAUTH_SECRET"]],
  [{ NEXTAUTH_SECRET: "changeme".repeat(6), ENCRYPTION_KEYS: `k:${KEY}` }, ["NEXTAUTH_SECRET"]],
  [{ NEXTAUTH_SECRET: "a".repeat(64), ENCRYPTION_KEYS: `k:${KEY}` }, ["NEXTAUTH_SECRET"]],
  [{ NEXTAUTH_SECRET: SECRET, ENCRYPTION_KEYS: `k:${Buffer.alloc(32).toString("base64")}` }, ["ENCRYPTION_KEYS"]],
  [{ NEXTAUTH_SECRET: SECRET, ENCRYPTION_KEYS: `k:${KEY.slice(0, 20)}` }, ["ENCRYPTION_KEYS"]],
  [{ NEXTAUTH_SECRET: SECRET, ENCRYPTION_KEYS: `k:${KEY},k:${OLD_KEY}` }, ["ENCRYPTION_KEYS"]],
  [{ NEXTAUTH_SECRET: SECRET, ENCRYPTION_KEYS: KEY }, ["ENCRYPTION_KEYS"]],
])("production with a database and %j does not start, and the caller knows to leave with 78", (secrets, expected) => {
  const source = { NODE_ENV: "production", ...DATABASE, ...secrets };
  expect(Object.keys(problemsOf(source)).sort()).toEqual([...expected].sort());
  expect(new EnvError(problemsOf(source)).exitCode).toBe(78);
});

test("outside production a missing secret is left to the caller, a weak one is not", () => {
  expect(problemsOf(DATABASE)).toEqual({});
  expect(Object.keys(problemsOf({ ...DATABASE, NEXTAUTH_SECRET: "weak" }))).toEqual(["NEXTAUTH_SECRET"]);
});

test("all bad variables are named at once, with what is expected and never with their values", () => {
  const bad = {
    PORT: "70000",
    HOST: "not a host",
    APP_URL: "ftp://canary.example",
    TRUSTED_PROXIES: "10.0.0.0/8,canary",
    DATABASE_URL: "mysql://canary:canary@db/x",
    ENCRYPTION_KEYS: "canary",
    NEXTAUTH_SECRET: "canary",
    OPENROUTER_BASE_URL: "canary",
    OPENROUTER_API_KEY: "canary canary",
    TELEGRAM_BOT_TOKEN: "canary",
    TELEGRAM_MODE: "canary",
    UPSTASH_REDIS_REST_URL: "https://canary.upstash.io",
    SMTP_URL: "canary",
    LOG_LEVEL: "canary",
    NODE_ENV: "canary",
    METRICS_TOKEN: "canary",
    OTEL_EXPORTER_OTLP_ENDPOINT: "canary",
    OTEL_EXPORTER_OTLP_HEADERS: "canary",
    OTEL_TRACES_SAMPLER: "canary",
    OTEL_TRACES_SAMPLER_ARG: "canary",
  };
  const problems = problemsOf(bad);
  const expected = Object.keys(bad).filter((name) => name !== "UPSTASH_REDIS_REST_URL");
  expect(Object.keys(problems).sort()).toEqual([...expected, "DATABASE_SYSTEM_URL", "UPSTASH_REDIS_REST_TOKEN"].sort());
  const { message } = new EnvError(problems);
  expect(message).not.toContain("canary");
  expect(message).toContain("PORT: expected a whole number from 1 to 65535");
});

const INNGEST = { INNGEST_EVENT_KEY: "event", INNGEST_SIGNING_KEY: `signkey-prod-${"0a".repeat(32)}` };

test.each([
  ["1", ["INNGEST_DEV"]],
  ["true", ["INNGEST_DEV"]],
  ["http://localhost:8288", ["INNGEST_DEV"]],
  ["0", []],
  ["false", []],
  ["", []],
])("production with INNGEST_DEV=%s: dev mode, which runs unsigned calls, does not start", (value, expected) => {
  expect(Object.keys(problemsOf({ ...PRODUCTION, ...INNGEST, INNGEST_DEV: value }))).toEqual(expected);
});

test("Inngest drives the jobs with both of its keys, and one alone does not start", () => {
  expect(readEnv({ ...INNGEST, INNGEST_BASE_URL: "http://inngest:8288/" }).inngest).toEqual({
    eventKey: "event",
    signingKey: INNGEST.INNGEST_SIGNING_KEY,
    baseUrl: "http://inngest:8288",
  });
  expect(Object.keys(problemsOf({ INNGEST_EVENT_KEY: "event" }))).toEqual(["INNGEST_SIGNING_KEY"]);
  expect(Object.keys(problemsOf({ INNGEST_SIGNING_KEY: INNGEST.INNGEST_SIGNING_KEY }))).toEqual(["INNGEST_EVENT_KEY"]);
  expect(Object.keys(problemsOf({ INNGEST_BASE_URL: "http://inngest:8288" }))).toHaveLength(2);
  expect(problemsOf({ ...INNGEST, INNGEST_SIGNING_KEY: "guess" })).toHaveProperty("INNGEST_SIGNING_KEY");
});

test.each([
  ["PORT", ["0", "-1", "1.5", "80a", "65536"], ["1", "65535"]],
  [
    "TRUSTED_PROXIES",
    ["10.0.0.0/33", "::1/129", "10.0.0", "1.2.3.4/8/8", "example.org"],
    ["10.0.0.0/8", "::/0,fe80::1/128", ""],
  ],
  ["HOST", ["-x", "a b", "http://x"], ["::1", "0.0.0.0", "localhost", "web-1.internal"]],
  [
    "APP_URL",
    ["localhost:3000", "javascript:alert(1)", "https://"],
    ["http://localhost:3000", "https://a.example/base"],
  ],
  ["DATABASE_OWNER_URL", ["postgres", "http://db", "postgres://o:%zz@db/x"], ["postgres://o@db/x"]],
])("%s is checked", (name, refused, taken) => {
  for (const value of refused) expect([value, Object.keys(problemsOf({ [name]: value }))]).toEqual([value, [name]]);
  for (const value of taken) expect([value, problemsOf({ [name]: value })]).toEqual([value, {}]);
});

test("a secret may come from a file, and a file that is missing, empty or doubled is named", () => {
  const file = join(folder, "secret");
  writeFileSync(file, `${SECRET}\n`);
  writeFileSync(join(folder, "empty"), "\n");
  expect(readEnv({ NEXTAUTH_SECRET_FILE: file }).nextAuthSecret).toBe(SECRET);
  const { NEXTAUTH_SECRET, ...rest } = PRODUCTION;
  expect(problemsOf({ ...rest, NEXTAUTH_SECRET_FILE: file })).toEqual({});
  expect(problemsOf({ ...rest, NEXTAUTH_SECRET_FILE: join(folder, "none") })).toEqual({
    NEXTAUTH_SECRET_FILE: "expected the path of a file that can be read (ENOENT)",
  });
  expect(Object.keys(problemsOf({ NEXTAUTH_SECRET_FILE: join(folder, "empty") }))).toContain("NEXTAUTH_SECRET_FILE");
  expect(problemsOf({ NEXTAUTH_SECRET, NEXTAUTH_SECRET_FILE: file })["NEXTAUTH_SECRET"]).toContain("not both");
});

test.each([
  [{ OPENROUTER_API_KEY: "sk-or-v1-abc" }, false],
  [{ OPENROUTER_API_KEY: "mock_key" }, true],
  [{ OPENROUTER_API_KEY: "sk-or-v1-abc", OPENROUTER_BASE_URL: "http://127.0.0.1:4010/api/v1" }, true],
  [{ OPENROUTER_API_KEY: "sk-or-v1-abc", OPENROUTER_BASE_URL: "http://[::1]:4010/api/v1" }, true],
  [{ OPENROUTER_API_KEY: "sk-or-v1-abc", OPENROUTER_BASE_URL: "https://proxy.example/v1" }, false],
  [{ OPENROUTER_API_KEY: " " }, true],
])("%j: demo is %s", (source, demo) => {
  expect(readEnv(source).openRouter.demo).toBe(demo);
});

test("no text in any variable crashes the reading: it is an Env or an EnvError", () => {
  const names = [
    "PORT",
    "HOST",
    "APP_URL",
    "TRUSTED_PROXIES",
    "DATABASE_URL",
    "ENCRYPTION_KEYS",
    "NEXTAUTH_SECRET",
    "OPENROUTER_BASE_URL",
  ];
  fc.assert(fc.property(fc.dictionary(fc.constantFrom(...names), fc.string()), (source) => void problemsOf(source)));
});

test("without a collector nothing is traced; with one, as OpenTelemetry's own variables say", () => {
  expect(readEnv({ OTEL_SERVICE_NAME: "web" }).tracing).toBeNull();
  const given = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318/" };
  expect(readEnv(given).tracing).toEqual({
    ...{ endpoint: "http://collector:4318", headers: {}, serviceName: "procode" },
    sampler: { name: "parentbased_always_on", ratio: 1 },
  });
  const { tracing, secrets } = readEnv({
    ...given,
    OTEL_SERVICE_NAME: "web",
    OTEL_EXPORTER_OTLP_HEADERS: "api-key=canary-1,authorization=Basic%20canary-2=",
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: "0.1",
  });
  expect(tracing).toMatchObject({
    headers: { "api-key": "canary-1", authorization: "Basic canary-2=" },
    serviceName: "web",
    sampler: { name: "parentbased_traceidratio", ratio: 0.1 },
  });
  expect(secrets).toEqual(expect.arrayContaining(["canary-1", "Basic canary-2="]));
});
