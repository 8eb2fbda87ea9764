import { SECRETS, type Variables } from "./env-variables.ts";

// Tests and continuous integration name these where a real value has to stand; both mean the sandbox.
const MOCK_KEY = "mock_key";
const MOCK_TOKEN = "mock_token";

export type Env = ReturnType<typeof arrangeEnv>;

/** The variables by what they are for. */
export function arrangeEnv(given: Variables) {
  const {
    DATABASE_URL: appUrl,
    DATABASE_SYSTEM_URL: systemUrl,
    UPSTASH_REDIS_REST_URL: redisUrl,
    UPSTASH_REDIS_REST_TOKEN: redisToken,
  } = given;
  const apiKey = unlessMock(given.OPENROUTER_API_KEY, MOCK_KEY);
  return {
    mode: given.NODE_ENV,
    host: given.HOST,
    port: given.PORT,
    appUrl: appUrlOf(given),
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
    /** `id:base64` with commas between, newest first; the first one encrypts. */
    encryptionKeys: given.ENCRYPTION_KEYS ?? null,
    openRouter: {
      apiKey,
      baseUrl: given.OPENROUTER_BASE_URL,
      /** The sandbox answers: no real key was given, or the address is this machine. */
      demo: apiKey === null || isLoopback(given.OPENROUTER_BASE_URL),
    },
    telegram: arrangeTelegram(given),
    upstash: redisUrl === undefined || redisToken === undefined ? null : { url: redisUrl, token: redisToken },
    inngest: {
      eventKey: given.INNGEST_EVENT_KEY ?? null,
      signingKey: given.INNGEST_SIGNING_KEY ?? null,
      baseUrl: given.INNGEST_BASE_URL ?? null,
    },
    smtp: arrangeSmtp(given),
    logLevel: given.LOG_LEVEL ?? (given.NODE_ENV === "development" ? "debug" : "info"),
    metricsToken: given.METRICS_TOKEN ?? null,
    tracing: arrangeTracing(given),
    /** All that must never be written down, for the log. */
    secrets: listSecrets(given),
  };
}

const appUrlOf = (given: Variables): string => given.APP_URL ?? `http://localhost:${given.PORT}`;

function arrangeSmtp(given: Variables): { url: string; from: string } | null {
  const { SMTP_URL: smtpUrl, SMTP_FROM: from } = given;
  if (smtpUrl === undefined) return null;
  return { url: smtpUrl, from: from ?? `PROCODE <procode@${new URL(appUrlOf(given)).hostname}>` };
}

/** Null: nothing is traced. */
function arrangeTracing(given: Variables) {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = given;
  if (endpoint === undefined) return null;
  return {
    endpoint,
    headers: headers === undefined ? {} : readHeaders(headers),
    serviceName: given.OTEL_SERVICE_NAME,
    sampler: { name: given.OTEL_TRACES_SAMPLER, ratio: given.OTEL_TRACES_SAMPLER_ARG },
  };
}

/** `name=value` with commas between; values as in an address, with %20 for a space. */
const readHeaders = (headers: string): Record<string, string> =>
  Object.fromEntries(
    headers.split(",").map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())];
    }),
  );

function arrangeTelegram(given: Variables) {
  const botToken = unlessMock(given.TELEGRAM_BOT_TOKEN, MOCK_TOKEN);
  const apiRoot = given.TELEGRAM_API_ROOT ?? null;
  return {
    botToken,
    apiRoot,
    mode: given.TELEGRAM_MODE,
    webhookSecret: given.TELEGRAM_WEBHOOK_SECRET ?? null,
    /** Where the sandbox shows its chats; null with a real token, whose chats are in Telegram. */
    phoneUrl: botToken === null && apiRoot !== null ? `${apiRoot}/phone` : null,
  };
}

function unlessMock(value: string | undefined, mock: string): string | null {
  return value === undefined || value === mock ? null : value;
}

function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

// Also the parts that may be seen alone: each encryption key, and the passwords of addresses.
function listSecrets(given: Variables): string[] {
  return SECRETS.flatMap((name) => {
    const value = given[name];
    if (value === undefined) return [];
    if (name === "ENCRYPTION_KEYS") return value.split(",").map((key) => key.slice(key.indexOf(":") + 1));
    if (name === "OTEL_EXPORTER_OTLP_HEADERS") return Object.values(readHeaders(value));
    const password = URL.parse(value)?.password;
    return password ? [value, password, decodeURIComponent(password)] : [value];
  });
}
