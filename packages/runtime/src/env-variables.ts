import { z } from "zod";
import { cidrs, encryptionKeys, host, httpUrl, port, postgresUrl, secret, url } from "./env-fields.ts";

const OPENROUTER = "https://openrouter.ai/api/v1";

// Each of these may instead be read from the file that NAME_FILE names, as Docker and Kubernetes hand secrets over.
export const SECRETS = [
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
  "OTEL_EXPORTER_OTLP_HEADERS",
] as const;

// As OpenTelemetry names them.
const SAMPLERS = [
  "always_on",
  "always_off",
  "traceidratio",
  "parentbased_always_on",
  "parentbased_always_off",
  "parentbased_traceidratio",
] as const;
const SHARE = "a share from 0 to 1";

export const Variables = z.object({
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
  INNGEST_EVENT_KEY: z.string().regex(/^\S+$/, "a key without spaces").optional(),
  INNGEST_SIGNING_KEY: z
    .string()
    .regex(/^(signkey-\w+-)?([0-9a-f]{2}){16,}$/i, "the signing key of Inngest, as signkey-prod-0a1b…")
    .optional(),
  INNGEST_BASE_URL: httpUrl.optional(),
  INNGEST_DEV: z.string().optional(),
  SMTP_URL: url("smtp:", "smtps:").optional(),
  SMTP_FROM: z
    .string()
    .regex(/^([^<>\p{Cc}]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u, "an address, as PROCODE <procode@example.org>")
    .optional(),
  LOG_LEVEL: z
    .enum(
      ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
      "fatal, error, warn, info, debug, trace or silent",
    )
    .optional(),
  METRICS_TOKEN: z.string().min(16, "at least 16 characters").optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^[^\s=,]+=[^,]+(,[^\s=,]+=[^,]+)*$/, "name=value, with commas between")
    .optional(),
  OTEL_SERVICE_NAME: z.string().default("procode"),
  OTEL_TRACES_SAMPLER: z
    .enum(SAMPLERS, "always_on, always_off or traceidratio, each also with parentbased_ before it")
    .default("parentbased_always_on"),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number(SHARE).min(0, SHARE).max(1, SHARE).default(1),
});
export type Variables = z.infer<typeof Variables>;
