import { readFileSync } from "node:fs";
import { z } from "zod";
import { EnvError } from "./env-error.ts";
import { cidrs, encryptionKeys, host, httpUrl, port, postgresUrl, secret, url } from "./env-fields.ts";

const OPENROUTER = "https://openrouter.ai/api/v1";
// Tests and continuous integration name these where a real value has to stand; both mean the sandbox.
const MOCK_KEY = "mock_key";
const MOCK_TOKEN = "mock_token";

// Each of these may instead be read from the file that NAME_FILE names, as Docker and Kubernetes hand secrets over.
const SECRETS = [
  "DATABASE_URL",
  "DATABASE_SYSTEM_URL",
  "DATABASE_OWNER_URL",
  "DATABASE_DIRECT_URL",
  "DATABASE_REPLICA_URL",
  "NEXTAUTH_SECRET",
  "ENCRYPTION_KEYS",
  "OPENROUTER_API_KEY",
  "TELEGRAM_BOT_TOKEN",
  "TELEGRAM_WEBHOOK_SECRET",
  "UPSTASH_REDIS_REST_TOKEN",
  "INNGEST_EVENT_KEY",
  "INNGEST_SIGNING_KEY",
  "SMTP_URL",
  "METRICS_TOKEN",
] as const;

const Variables = z.object({
  NODE_ENV: z.enum(["development", "production", "test"], "development, production or test").default("development"),
  HOST: host.default("127.0.0.1"),
  PORT: port.default(3000),
  APP_URL: httpUrl.optional(),
  TRUSTED_PROXIES: cidrs.default([]),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_SYSTEM_URL: postgresUrl.optional(),
  DATABASE_OWNER_URL: postgresUrl.optional(),
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  DATABASE_REPLICA_URL: postgresUrl.optional(),
  NEXTAUTH_SECRET: secret.optional(),
  ENCRYPTION_KEYS: encryptionKeys.optional(),
  OPENROUTER_API_KEY: z.string().regex(/^\S+$/, "a key without spaces").optional(),
  OPENROUTER_BASE_URL: httpUrl.default(OPENROUTER),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^(\d+:[\w-]{20,}|mock_token)$/, "the token that BotFather gave, as 123456:ABC…")
    .optional(),
  TELEGRAM_API_ROOT: httpUrl.optional(),
  TELEGRAM_MODE: z.enum(["polling", "webhook"], "polling or webhook").default("polling"),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\w-]{16,256}$/, "16 to 256 letters, digits, _ and -")
    .optional(),
  UPSTASH_REDIS_REST_URL: httpUrl.optional(),
  UPSTASH_REDIS_REST_TOKEN: z.string().optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  INNGEST_BASE_URL: httpUrl.optional(),
  SMTP_URL: url("smtp:", "smtps:").optional(),
  LOG_LEVEL: z
    .enum(
      ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
      "fatal, error, warn, info, debug, trace or silent",
    )
    .optional(),
  METRICS_TOKEN: z.string().min(16, "at least 16 characters").optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
});
type Variables = z.infer<typeof Variables>;

export type Env = ReturnType<typeof arrange>;
/** An environment that names a database and its secrets. */
export type CompleteEnv = Env & {
  database: NonNullable<Env["database"]>;
  encryptionKeys: NonNullable<Env["encryptionKeys"]>;
  nextAuthSecret: string;
};

/** Everything that PROCODE takes from its environment. Throws one EnvError that lists all that is wrong. */
export function readEnv(source: NodeJS.ProcessEnv): Env {
  const problems: Record<string, string> = {};
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ""),
  );
  const parsed = Variables.safeParse({ ...given, ...readSecretFiles(given, problems) });
  for (const issue of parsed.error?.issues ?? []) problems[String(issue.path[0])] ??= `expected ${issue.message}`;
  // What was given but is wrong must not be called missing as well.
  const missing = (name: keyof Variables) => given[name] === undefined && given[`${name}_FILE`] === undefined;
  for (const [name, expected] of requirements(given)) if (missing(name)) problems[name] ??= expected;
  if (!parsed.success || Object.keys(problems).length > 0) throw new EnvError(problems);
  return arrange(parsed.data);
}

/** The same environment where a database and its secrets are there; throws an EnvError with what is missing. */
export function requireComplete(env: Env): CompleteEnv {
  const { database, encryptionKeys: keys, nextAuthSecret } = env;
  if (database && keys && nextAuthSecret) return { ...env, database, encryptionKeys: keys, nextAuthSecret };
  const problems: Record<string, string> = {};
  if (!database) problems["DATABASE_URL"] = "missing; `npm start` starts a database by itself and sets it";
  if (!keys) problems["ENCRYPTION_KEYS"] = MISSING_KEYS;
  if (!nextAuthSecret) problems["NEXTAUTH_SECRET"] = MISSING_SECRET;
  throw new EnvError(problems);
}

const MISSING_SECRET = "missing; at least 32 random characters (openssl rand -base64 48)";
const MISSING_KEYS = "missing; id:base64 of 32 random bytes, newest first (openssl rand -base64 32)";

function requirements(given: NodeJS.ProcessEnv): [keyof Variables, string][] {
  const has = (name: keyof Variables) => given[name] !== undefined || given[`${name}_FILE`] !== undefined;
  const needed: [keyof Variables, string][] = [];
  if (has("DATABASE_URL"))
    needed.push([
      "DATABASE_SYSTEM_URL",
      "missing; the address with the role procode_system, since DATABASE_URL is set",
    ]);
  if (has("DATABASE_URL") && given["NODE_ENV"] === "production") {
    needed.push(["NEXTAUTH_SECRET", MISSING_SECRET], ["ENCRYPTION_KEYS", MISSING_KEYS]);
  }
  if (has("UPSTASH_REDIS_REST_URL"))
    needed.push(["UPSTASH_REDIS_REST_TOKEN", "missing, since UPSTASH_REDIS_REST_URL is set"]);
  if (has("UPSTASH_REDIS_REST_TOKEN"))
    needed.push(["UPSTASH_REDIS_REST_URL", "missing, since UPSTASH_REDIS_REST_TOKEN is set"]);
  if (given["TELEGRAM_MODE"] === "webhook")
    needed.push(["TELEGRAM_WEBHOOK_SECRET", "missing, since TELEGRAM_MODE is webhook"]);
  return needed;
}

function readSecretFiles(given: NodeJS.ProcessEnv, problems: Record<string, string>): Record<string, string> {
  const read: Record<string, string> = {};
  for (const name of SECRETS) {
    const path = given[`${name}_FILE`];
    if (path === undefined) continue;
    if (given[name] !== undefined) problems[name] = `expected either ${name} or ${name}_FILE, not both`;
    try {
      read[name] = readFileSync(path, "utf8").trim();
      if (read[name] === "") problems[`${name}_FILE`] = "expected a file that is not empty";
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
      problems[`${name}_FILE`] = `expected the path of a file that can be read (${code})`;
    }
  }
  return read;
}

function arrange(given: Variables) {
  const {
    DATABASE_URL: appUrl,
    DATABASE_SYSTEM_URL: systemUrl,
    UPSTASH_REDIS_REST_URL: redisUrl,
    UPSTASH_REDIS_REST_TOKEN: redisToken,
  } = given;
  const apiKey = unlessMock(given.OPENROUTER_API_KEY, MOCK_KEY);
  const secrets = SECRETS.map((name) => given[name]).filter((value) => typeof value === "string");
  return {
    mode: given.NODE_ENV,
    host: given.HOST,
    port: given.PORT,
    appUrl: given.APP_URL ?? `http://localhost:${given.PORT}`,
    trustedProxies: given.TRUSTED_PROXIES,
    database:
      appUrl === undefined || systemUrl === undefined
        ? null
        : {
            appUrl,
            systemUrl,
            ownerUrl: given.DATABASE_OWNER_URL ?? null,
            directUrl: given.DATABASE_DIRECT_URL ?? appUrl,
            replicaUrl: given.DATABASE_REPLICA_URL ?? null,
          },
    nextAuthSecret: given.NEXTAUTH_SECRET ?? null,
    /** Newest first; the first one encrypts. */
    encryptionKeys: given.ENCRYPTION_KEYS ?? null,
    openRouter: {
      apiKey,
      baseUrl: given.OPENROUTER_BASE_URL,
      /** The sandbox answers: no real key was given, or the address is this machine. */
      demo: apiKey === null || isLoopback(given.OPENROUTER_BASE_URL),
    },
    telegram: {
      botToken: unlessMock(given.TELEGRAM_BOT_TOKEN, MOCK_TOKEN),
      apiRoot: given.TELEGRAM_API_ROOT ?? null,
      mode: given.TELEGRAM_MODE,
      webhookSecret: given.TELEGRAM_WEBHOOK_SECRET ?? null,
    },
    upstash: redisUrl === undefined || redisToken === undefined ? null : { url: redisUrl, token: redisToken },
    inngest: {
      eventKey: given.INNGEST_EVENT_KEY ?? null,
      signingKey: given.INNGEST_SIGNING_KEY ?? null,
      baseUrl: given.INNGEST_BASE_URL ?? null,
    },
    smtpUrl: given.SMTP_URL ?? null,
    logLevel: given.LOG_LEVEL ?? (given.NODE_ENV === "development" ? "debug" : "info"),
    metricsToken: given.METRICS_TOKEN ?? null,
    otlpEndpoint: given.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    /** All that must never be written down, for the log. */
    secrets,
  };
}

function unlessMock(value: string | undefined, mock: string): string | null {
  return value === undefined || value === mock ? null : value;
}

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
